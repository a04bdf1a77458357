package dev.meridian.controlplane.identity;

import org.springframework.web.util.HtmlUtils;

/** The frame of the server's own pages: one file, no script, light and dark. */
final class Html {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="/mark.svg" type="image/svg+xml">
      <title>{{title}} · Meridian</title>
      <style>
      :root { --page:#f2f2f2; --card:#fff; --ink:#151a21; --soft:#4d5765; --line:#8c96a3;
        --accent:#3b48c9; --accent-ink:#fff; --accent-deep:#2c37a3; --bad:#b1141b; --bad-page:#fdecec; }
      @media (prefers-color-scheme: dark) {
        :root { --page:#151515; --card:#1f1f1f; --ink:#eef1f5; --soft:#b0b9c5; --line:#707c8b;
          --accent:#a3adff; --accent-ink:#10143a; --accent-deep:#c3c9ff; --bad:#ff9c9c; --bad-page:#3a1a1d; } }
      * { box-sizing:border-box }
      body { margin:0; min-height:100vh; display:grid; grid-template-rows:1fr auto; place-items:center;
        background:var(--page); color:var(--ink);
        font:16px/1.5 "Red Hat Text",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif; }
      main { width:min(26rem,calc(100vw - 2rem)); margin:2rem 0; padding:2.5rem 2.25rem;
        background:var(--card); border-radius:1rem;
        box-shadow:0 1px 2px rgb(0 0 0 / .12),0 12px 40px rgb(0 0 0 / .10); }
      .logo { display:flex; align-items:center; gap:.7rem; font-size:1.3rem; font-weight:650;
        letter-spacing:-.01em; margin-bottom:1.75rem }
      .logo svg { width:2.1rem; height:2.1rem }
      h1 { margin:0 0 1.1rem; font-size:1.55rem; line-height:1.25; font-weight:600; letter-spacing:-.015em }
      p { margin:0 0 1rem; color:var(--soft) }
      strong { color:var(--ink) }
      label { display:block; margin:0 0 .35rem; font-size:.92rem; font-weight:550 }
      input[type=text], input[type=password] { width:100%; padding:.7rem .85rem; margin:0 0 1.15rem;
        font:inherit; color:inherit; background:transparent; border:1px solid var(--line); border-radius:.5rem }
      input:focus-visible, button:focus-visible, a:focus-visible {
        outline:3px solid var(--accent); outline-offset:2px }
      button, a.button { display:block; width:100%; margin-top:.35rem; padding:.78rem 1rem; font:inherit; font-weight:600;
        text-align:center; text-decoration:none; color:var(--accent-ink); background:var(--accent);
        border:0; border-radius:999px; cursor:pointer }
      button:hover, a.button:hover { background:var(--accent-deep) }
      form + p { margin:1.1rem 0 0; text-align:center }
      a { color:var(--accent) }
      .error { padding:.7rem .9rem; color:var(--bad); background:var(--bad-page); border-radius:.5rem }
      .code { font:600 1.9rem/1.2 ui-monospace,"Red Hat Mono",Menlo,Consolas,monospace; letter-spacing:.12em;
        text-align:center; color:var(--ink); padding:.9rem; border:1px dashed var(--line); border-radius:.5rem }
      footer { padding:0 1rem 1.5rem; font-size:.85rem; color:var(--soft); text-align:center }
      </style>
      </head>
      <body>
      <main>
      <div class="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#3b48c9"/>
      <g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round">
      <path stroke-opacity=".55" d="M6.5 16a9.5 9.5 0 1 1 19 0a9.5 9.5 0 1 1-19 0M16 6.5c6 5.6 6 13.4 0 19M6.8 16h18.4"/>
      <path d="M16 6.5c-6 5.6-6 13.4 0 19"/></g><circle cx="11.6" cy="16" r="2.6" fill="#7ff0d2"/>
      </svg>Meridian</div>
      {{content}}
      </main>
      <footer>Everything as a service, everywhere.</footer>
      </body>
      </html>
      """;

  private Html() {}

  static String page(String title, String content) {
    return PAGE.replace("{{title}}", text(title)).replace("{{content}}", content);
  }

  static String text(String value) {
    return HtmlUtils.htmlEscape(value);
  }

  static String alert(String message) {
    return message.isEmpty() ? "" : "<p class=\"error\" role=\"alert\">" + text(message) + "</p>";
  }
}
