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
      <title>{{title}} · Meridian</title>
      <style>
      :root { --page:#f2f4f7; --card:#fff; --ink:#151a21; --soft:#4d5765; --line:#8c96a3;
        --accent:#0b5cd5; --accent-ink:#fff; --accent-deep:#08469f; --bad:#b1141b; --bad-page:#fdecec; }
      @media (prefers-color-scheme: dark) {
        :root { --page:#10141a; --card:#1a2029; --ink:#eef1f5; --soft:#b0b9c5; --line:#707c8b;
          --accent:#7db4ff; --accent-ink:#0a1626; --accent-deep:#a9ceff; --bad:#ff9c9c; --bad-page:#3a1a1d; } }
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
        border:0; border-radius:.5rem; cursor:pointer }
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
      <svg viewBox="0 0 32 32" fill="none" stroke="var(--accent)" stroke-width="2.2" aria-hidden="true">
      <circle cx="16" cy="16" r="13.5"/><ellipse cx="16" cy="16" rx="5.6" ry="13.5"/>
      <path d="M3.4 11.5h25.2M3.4 20.5h25.2"/><circle cx="16" cy="2.6" r="1.7" fill="var(--accent)" stroke="none"/>
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
