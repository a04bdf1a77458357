// Writes a screenshot of every page of a running server, at two widths, in light and dark, and runs axe on each.
// Usage: npm run screenshots -- URL   (MERIDIAN_USER and MERIDIAN_PASSWORD sign in; default is the preview fixture's admin)
// MERIDIAN_TENANT and MERIDIAN_SERVICE name the tenant and service that are looked at; ONLY=part filters pages.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const url = (process.argv[2] ?? 'http://127.0.0.1:8099').replace(/\/$/, '');
const {
  MERIDIAN_USER: user = 'admin',
  MERIDIAN_PASSWORD: password = 'any',
  MERIDIAN_TENANT: tenant = 'acme/streams',
  MERIDIAN_SERVICE: service = 'kafka',
  ONLY: only = '',
} = process.env;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const out = fileURLToPath(new URL('../screenshots/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const t = `/t/${tenant.replaceAll('/', '~')}`;
const s = `${t}/services/${service}`;
const pages = {
  'platform-overview': '/platform/overview',
  'platform-regions': '/platform/regions',
  'platform-regions-table': '/platform/regions?view=table',
  'platform-region': '/platform/regions/hq',
  'platform-region-node': '/platform/regions/hq?node=hq-1',
  'platform-nodes': '/platform/nodes',
  'platform-tenants': '/platform/tenants',
  'platform-services': '/platform/services',
  'platform-usage': '/platform/usage',
  'tenant-overview': `${t}/overview`,
  'tenant-services': `${t}/services`,
  'tenant-catalog': `${t}/catalog`,
  'tenant-package': `${t}/catalog/kafka`,
  'tenant-package-options': `${t}/catalog/kafka?tab=options`,
  'tenant-install': `${t}/catalog/kafka/install`,
  'tenant-install-hello': `${t}/catalog/hello-world/install`,
  ...Object.fromEntries(
    ['overview', 'plans', 'pods', 'endpoints', 'configuration', 'explain', 'logs', 'volumes', 'danger'].map(
      (tab) => [`service-${tab}`, `${s}/${tab}`],
    ),
  ),
  'tenant-volumes': `${t}/volumes`,
  'tenant-quota': `${t}/quota`,
  'not-found': '/platform/nothing-here',
};

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
let findings = 0;
try {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 390]) {
      const context = await browser.newContext({
        viewport: { width, height: width > 600 ? 900 : 844 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      page.on(
        'console',
        (message) =>
          message.type() === 'error' &&
          !message.text().includes('401') &&
          console.log(`console: ${message.text().slice(0, 300)}`),
      );
      page.on('pageerror', (error) => console.log(`page error: ${error.message}`));
      const shoot = async (name) => {
        await page.waitForTimeout(500);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
        if (wide) console.log(`${name} ${width} ${colorScheme}: wider than the window`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        for (const violation of violations) {
          findings++;
          console.log(
            `${name} ${width} ${colorScheme}: axe ${violation.id}: ${violation.nodes
              .slice(0, 3)
              .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
              .join(' | ')}`,
          );
        }
        await page.screenshot({ path: `${out}${name}-${width}-${colorScheme}.png`, fullPage: false });
      };
      await page.goto(`${url}/signin`);
      await page.getByTestId('sign-in').waitFor();
      if ('signin'.includes(only)) await shoot('signin');
      await page.getByTestId('sign-in').click();
      await page.locator('input[name=username]').fill(user);
      await page.locator('input[name=password]').fill(password);
      await page.locator('button[type=submit]').click();
      await page.locator('h1').waitFor();
      for (const [name, path] of Object.entries(pages).filter(([each]) => each.includes(only))) {
        // Tall enough that a page is seen whole.
        await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
        await page.goto(url + path);
        await page.locator('h1').first().waitFor();
        await page.waitForTimeout(700);
        const height = await page.evaluate(() => {
          const main = document.querySelector('main');
          return main ? main.scrollHeight + (document.querySelector('header')?.clientHeight ?? 0) + 24 : 900;
        });
        await page.setViewportSize({
          width,
          height: Math.min(Math.max(height, width > 600 ? 900 : 844), 4000),
        });
        await shoot(name);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(
  findings === 0 ? `axe finds nothing; screenshots are in screenshots/` : `axe finds ${findings} violations`,
);
process.exitCode = findings === 0 ? 0 : 1;
