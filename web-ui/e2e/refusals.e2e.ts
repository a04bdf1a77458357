import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addPerson,
  fresh,
  installHello,
  openBrowser,
  openPage,
  people,
  signIn,
  tenant as named,
  uninstall,
  until,
} from './browser';

/* Nothing that would be refused is shown: whoever follows every link that they are offered is never answered 4xx. */

let browser: Browser;
let admin: Page;
const tenant = named ?? 'acme/streams';
const service = fresh('seen');

beforeAll(async () => {
  browser = await openBrowser();
  admin = (await openPage(browser)).page;
  await signIn(admin, people.admin);
  await installHello(admin, tenant, service);
});

afterAll(async () => {
  await uninstall(admin, tenant, service);
  await browser.close();
});

const MOST_PAGES = 60;

/** Follows every link inside of the application, each once; tells the pages seen and what was refused. */
async function walk(page: Page): Promise<{ seen: string[]; refused: string[] }> {
  const refused: string[] = [];
  // By request: the end of one that began before counts for nothing.
  const busy = new Set<Request>();
  let quietSince = Date.now();
  // Streams stay open; everything else ends.
  const ends = (request: Request) => !/\/(events|logs)(\?|$)/.test(request.url());
  const began = (request: Request) => {
    if (!ends(request)) return;
    busy.add(request);
    quietSince = Date.now();
  };
  const ended = (request: Request) => {
    if (busy.delete(request)) quietSince = Date.now();
  };
  page.on('request', began);
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  page.on('response', (response) => {
    if (response.status() >= 400)
      refused.push(`${page.url()}: ${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  const settled = async () =>
    busy.size === 0 &&
    Date.now() - quietSince > 150 &&
    (await page.locator('.m-skeletons, [aria-busy=true]').count()) === 0;
  const shown = async () =>
    (await page.locator('[data-path]').first().getAttribute('data-path')) === new URL(page.url()).pathname &&
    (await page.locator('h1').count()) > 0;
  const seen = new Set<string>();
  const ahead = [new URL(page.url()).pathname];
  for (let path = ahead.shift(); path !== undefined && seen.size < MOST_PAGES; path = ahead.shift()) {
    // Other services' tabs are the same pages again, and so are other tenants', which tests beside this one
    // rename, move and delete.
    const [, root, of, section, name] = path.split('/');
    if (seen.has(path) || (section === 'services' && name !== undefined && name !== service)) continue;
    if (root === 't' && of !== tenant.replaceAll('/', '~')) continue;
    seen.add(path);
    await page.evaluate((to) => {
      window.history.pushState(null, '', to);
      window.dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    quietSince = Date.now();
    await until(`${path} is loaded`, async () => (await shown()) && (await settled()));
    const links = await page
      .locator('a[href^="/t/"], a[href^="/platform"]')
      .evaluateAll((found) => found.map((one) => new URL((one as HTMLAnchorElement).href).pathname));
    const tabs = path.endsWith(`/services/${service}/overview`)
      ? await page
          .locator('[data-testid^="tab-"]')
          .evaluateAll((found) => found.map((one) => one.getAttribute('data-testid')?.slice(4) ?? ''))
      : [];
    ahead.push(...links, ...tabs.map((tab) => path.replace(/overview$/, tab)));
  }
  return { seen: [...seen], refused };
}

it.each(['finance', 'tenant-viewer', 'tenant-developer', 'tenant-admin'])(
  'offers %s nothing that is refused',
  async (role) => {
    const user = await addPerson(admin, role, role === 'finance' ? '-' : tenant);
    const { page, broken } = await openPage(browser);
    await signIn(page, user);
    await page.locator('h1').first().waitFor();
    const { seen, refused } = await walk(page);
    const start =
      role === 'finance' ? '/platform/usage' : `/t/${tenant.replaceAll('/', '~')}/services/${service}/logs`;
    expect(seen, 'pages that were walked').toContain(start);
    expect(seen.length).toBeGreaterThan(role === 'finance' ? 3 : 10);
    expect(refused).toEqual([]);
    expect(broken).toEqual([]);
    // The palette offers more ways.
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(refused).toEqual([]);
    await page.context().close();
  },
);
