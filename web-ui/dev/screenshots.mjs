// Writes a screenshot of every page of a running server, as each kind of person, at two widths, in light and dark;
// runs axe on each, and tells every answer of 400 and above: nothing that is refused may be asked for by looking.
// Usage: npm run screenshots -- URL
// MERIDIAN_PEOPLE lists who looks, as user:kind (kinds: admin, tenant, finance); MERIDIAN_PASSWORD is the password of all.
// MERIDIAN_TENANT and MERIDIAN_SERVICE name the tenant and service that are looked at; ONLY=part filters pages by name.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const url = (process.argv[2] ?? 'http://127.0.0.1:8099').replace(/\/$/, '');
const {
  MERIDIAN_PEOPLE: people = 'admin:admin,dana:tenant,fin:finance',
  MERIDIAN_PASSWORD: password = 'any',
  MERIDIAN_TENANT: tenant = 'acme/streams',
  MERIDIAN_SERVICE: service = 'kafka',
  ONLY: only = '',
  THEMES: themes = 'light,dark',
  WIDTHS: widths = '1440,390',
} = process.env;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const out = fileURLToPath(new URL('../screenshots/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const t = `/t/${tenant.replaceAll('/', '~')}`;
const s = `${t}/services/${service}`;

/** What is done on a page before it is looked at. */
const click = (id) => (page) => page.getByTestId(id).click();
const type = (id, text) => (page) => page.getByTestId(id).fill(text);

const change = (path, verb) => async (page) => {
  await page.getByRole('button', { name: `Change ${path}`, exact: true }).click();
  await page.getByTestId(`tenant-${verb}`).click();
};

const openDeletion = (path) => (page) =>
  page.getByRole('button', { name: `Steps of the deletion of ${path}`, exact: true }).click();
const answerDialog = (name) => (page) => page.getByRole('dialog').getByRole('button', { name }).click();
const waitFor = (id) => (page) => page.getByTestId(id).waitFor();
const tall = async (page) => {
  await page.setViewportSize({ width: page.viewportSize().width, height: 1600 });
};
const accountMenu = (page) =>
  page
    .getByRole('button', { name: /^Change the account / })
    .first()
    .click();

const tabs = ['overview', 'plans', 'pods', 'endpoints', 'configuration', 'explain', 'logs', 'volumes'];
const pages = {
  admin: {
    overview: '/platform/overview',
    regions: '/platform/regions',
    'regions-table': '/platform/regions?view=table',
    'regions-add': ['/platform/regions', click('add-region'), type('field-name', 'Not A Name')],
    region: '/platform/regions/hq',
    'region-join': ['/platform/regions/hq', click('join')],
    node: '/platform/regions/hq?node=hq-1',
    'node-on-hold': '/platform/regions/edge-paris?node=paris-2',
    nodes: '/platform/nodes',
    'nodes-none': '/platform/nodes?state=DEAD',
    tenants: '/platform/tenants',
    'tenants-add': ['/platform/tenants', click('add-tenant')],
    'tenants-limits': [
      '/platform/tenants',
      (page) => page.getByRole('button', { name: 'Set limits of acme', exact: true }).click(),
    ],
    'tenants-menu': [
      '/platform/tenants',
      (page) => page.getByRole('button', { name: 'Change acme', exact: true }).click(),
    ],
    'tenants-suspend': ['/platform/tenants', change('acme/streams', 'suspend')],
    'tenants-rename': ['/platform/tenants', change('acme/streams', 'rename')],
    'tenants-view': ['/platform/tenants', change('acme/streams', 'view')],
    viewing: [
      '/platform/tenants',
      async (page) => {
        await change('acme/streams', 'view')(page);
        await page.getByRole('dialog').getByRole('button', { name: 'View as tenant' }).click();
        await page.getByTestId('viewing').waitFor();
      },
    ],
    'viewing-settings': ['/t/acme~streams/settings', (page) => page.getByTestId('viewing').waitFor()],
    'viewing-ended': [
      '/t/acme~streams/secrets',
      async (page) => {
        await page.getByTestId('end-view').click();
        await page.getByTestId('viewing').waitFor({ state: 'detached' });
        await page.locator('h1').first().waitFor();
      },
    ],
    'tenants-move': [
      '/platform/tenants',
      change('acme/streams', 'move'),
      async (page) => {
        await page.getByTestId('move-parent').selectOption('globex');
        await page.getByTestId('move-preview').waitFor();
      },
    ],
    members: '/platform/members',
    deletions: '/platform/deletions',
    'deletions-grace': ['/platform/deletions', openDeletion('acme/legacy')],
    'deletions-running': ['/platform/deletions', openDeletion('initech')],
    'deletions-done': ['/platform/deletions', openDeletion('hooli'), tall],
    'tenant-deleting': '/t/acme~legacy/settings',
    'tenant-settings-keys': ['/t/acme/settings', click('rotate-data-key')],
    'platform-service-accounts': '/platform/service-accounts',
    keys: '/platform/settings',
    'keys-rotate': ['/platform/settings', click('rotate-key-encryption')],
    'keys-rotated': ['/platform/settings', click('rewrap'), answerDialog('Wrap anew')],
    identity: '/platform/identity',
    'identity-differences': ['/platform/identity', click('sync-look'), waitFor('sync-result'), tall],
    'identity-release': ['/platform/identity', click('sync-look-released'), click('sync-release')],
    'tenant-settings': '/t/acme/settings',
    'isolation-edit': ['/t/acme/settings', click('edit-isolation')],
    'tenant-members': `${t}/members`,
    'tenant-members-add': [
      `${t}/members`,
      click('add-member'),
      (page) => page.getByTestId('member-account').selectOption('fresh'),
    ],
    'tenant-members-remove': [
      `${t}/members`,
      (page) =>
        page
          .getByRole('button', { name: /^Remove the role / })
          .first()
          .click(),
    ],
    'tenant-members-why': [
      `${t}/members`,
      (page) =>
        page
          .getByRole('button', { name: /^Why may they/ })
          .first()
          .click(),
      (page) => page.getByTestId('rights-instance').waitFor(),
    ],
    'tenant-members-account': [`${t}/members`, accountMenu],
    'tenant-members-disable': [`${t}/members`, accountMenu, click('account-disable')],
    'tenant-members-reset': [`${t}/members`, accountMenu, click('account-resetSecondFactor')],
    'tenant-groups': `${t}/members?tab=groups`,
    'tenant-groups-one': `${t}/members?tab=groups&group=night-shift`,
    'tenant-groups-add': [`${t}/members?tab=groups`, click('add-group')],
    'tenant-invitations': `${t}/members?tab=invitations`,
    'tenant-invitations-add': [`${t}/members?tab=invitations`, click('add-invitation')],
    'tenant-roles': `${t}/members?tab=roles`,
    'tenant-roles-add': [`${t}/members?tab=roles`, click('add-role')],
    sessions: '/sessions',
    'sessions-end': [
      '/sessions',
      (page) =>
        page
          .getByRole('button', { name: /^End the sign-in of / })
          .first()
          .click(),
    ],
    'second-factor': [
      '/sessions',
      async (page) => {
        await page.getByTestId('second-factor-enrol').click();
        await page.getByTestId('field-password').fill('fixture');
        await page.keyboard.press('Enter');
        await page.getByTestId('second-factor-secret').waitFor();
      },
    ],
    'service-accounts': `${t}/service-accounts`,
    'service-accounts-keys': [
      `${t}/service-accounts`,
      async (page) => {
        // A platform of a demo has none yet.
        const keys = page.getByRole('button', { name: /^Keys of / });
        if ((await keys.count()) > 0) await keys.first().click();
      },
    ],
    'service-accounts-create': [
      `${t}/service-accounts`,
      (page) => page.getByTestId('create-service-account').first().click(),
    ],
    services: '/platform/services',
    catalog: '/platform/catalog',
    usage: '/platform/usage',
    audit: '/platform/audit',
    'audit-erase': ['/platform/audit', click('erase-person')],
    'audit-event': [
      '/platform/audit',
      (page) =>
        page
          .getByRole('button', { name: /^Details of / })
          .first()
          .click(),
    ],
    'audit-verified': [`${t}/audit`, click('verify-chain')],
    'audit-streaming': `${t}/audit?tab=streaming`,
    'audit-streaming-none': '/t/globex/audit?tab=streaming',
    'audit-streaming-add': [
      `${t}/audit?tab=streaming`,
      (page) => page.getByTestId('add-sink').first().click(),
    ],
    'audit-streaming-deliveries': [
      `${t}/audit?tab=streaming`,
      async (page) => {
        const deliveries = page.getByRole('button', { name: /^Deliveries to / });
        if ((await deliveries.count()) > 0) await deliveries.first().click();
      },
    ],
    'audit-none': `${t}/audit?actor=nobody-of-that-name`,
    'not-found': '/platform/nothing-here',
    'region-missing': '/platform/regions/no-such-region',
    'empty-tenant': '/t/globex/overview',
    'empty-services': '/t/globex/services',
    'empty-service-accounts': '/t/globex/service-accounts',
    'empty-volumes': '/t/globex/volumes',
    palette: ['/platform/overview', (page) => page.keyboard.press('Control+k')],
    scopes: ['/platform/overview', click('scope-picker')],
    menu: ['/platform/overview', click('user-menu')],
  },
  tenant: {
    overview: `${t}/overview`,
    services: `${t}/services`,
    catalog: `${t}/catalog`,
    'catalog-none': `${t}/catalog?q=nothing-of-that-name`,
    package: `${t}/catalog/kafka`,
    'package-options': `${t}/catalog/kafka?tab=options`,
    install: `${t}/catalog/kafka/install`,
    'install-hello': `${t}/catalog/hello-world/install`,
    'install-restore': [
      `${t}/volumes`,
      async (page) => {
        // A platform of a demo has nothing that was kept.
        const restore = page.getByRole('link', { name: /^Restore / });
        if ((await restore.count()) > 0) {
          await restore.first().click();
          await page.getByTestId('restored').waitFor();
        }
      },
    ],
    'install-wrong': [`${t}/catalog/hello-world/install`, type('install-name', 'Not A Name')],
    ...Object.fromEntries(tabs.map((tab) => [`service-${tab}`, `${s}/${tab}`])),
    'service-danger': `${s}/danger`,
    'service-uninstall': [`${s}/danger`, click('uninstall')],
    'service-missing': `${t}/services/no-such-service/overview`,
    volumes: `${t}/volumes`,
    secrets: `${t}/secrets`,
    'secrets-create': [`${t}/secrets`, click('create-secret')],
    'secrets-reveal': [
      `${t}/secrets`,
      async (page) => {
        await page
          .getByRole('button', { name: /^Reveal / })
          .first()
          .click();
        await page.getByRole('dialog').getByRole('button', { name: 'Reveal', exact: true }).click();
      },
    ],
    'secrets-delete': [
      `${t}/secrets`,
      (page) =>
        page
          .getByRole('button', { name: /^Delete kafka/ })
          .first()
          .click(),
    ],
    quota: `${t}/quota`,
    settings: `${t}/settings`,
  },
  viewer: {
    overview: `${t}/overview`,
    services: `${t}/services`,
    catalog: `${t}/catalog`,
    package: `${t}/catalog/kafka`,
    ...Object.fromEntries(tabs.map((tab) => [`service-${tab}`, `${s}/${tab}`])),
    volumes: `${t}/volumes`,
    quota: `${t}/quota`,
    palette: [`${t}/overview`, (page) => page.keyboard.press('Control+k')],
  },
  finance: {
    start: '/',
    usage: '/platform/usage',
    'usage-memory': '/platform/usage?measure=memoryGibHours',
    'usage-none': '/platform/usage?from=2020-01-01&to=2020-02-01',
    'usage-wrong': '/platform/usage?from=2020-02-01&to=2020-01-01',
    tenants: '/platform/tenants',
    'tenant-usage': `${t}/usage`,
    'tenant-quota': `${t}/quota`,
    palette: ['/platform/usage', (page) => page.keyboard.press('Control+k')],
  },
};
/** Pages that are there to show an answer of 404. */
const MISSING = ['region-missing', 'service-missing'];

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
const finding = (text) => {
  findings++;
  console.log(text);
};

async function shoot(page, name) {
  await page.waitForTimeout(300);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  if (wide) finding(`${name}: wider than the window`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const violation of violations)
    finding(
      `${name}: axe ${violation.id}: ${violation.nodes
        .slice(0, 3)
        .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
        .join(' | ')}`,
    );
  await page.screenshot({ path: `${out}${name}.png` });
}

async function lookAsOne({ user, kind }, colorScheme, width) {
  const short = width > 600 ? 900 : 844;
  const context = await browser.newContext({
    viewport: { width, height: short },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  let now = 'sign-in';
  const full = (name) => `${kind}-${name}-${width}-${colorScheme}`;
  page.on('pageerror', (error) => finding(`${full(now)}: ${error.message}`));
  page.on('response', (response) => {
    const expected = now === 'sign-in' || (response.status() === 404 && MISSING.includes(now));
    if (response.status() >= 400 && !expected)
      finding(`${full(now)}: ${response.status()} ${response.request().method()} ${response.url()}`);
  });
  const shown = Object.entries(pages[kind]).filter(([name]) => `${kind}-${name}`.includes(only));
  await page.goto(`${url}/signin`);
  await page.getByTestId('sign-in').waitFor();
  if ('signin-landing'.includes(only)) await shoot(page, `signin-landing-${width}-${colorScheme}`);
  await page.getByTestId('sign-in').click();
  await page.locator('input[name=username]').fill(user);
  if ('signin-form'.includes(only)) {
    await shoot(page, `signin-form-${width}-${colorScheme}`);
    await page.locator('input[name=password]').fill('not the password');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').waitFor();
    await shoot(page, `signin-form-refused-${width}-${colorScheme}`);
    await page.locator('input[name=username]').fill(user);
  }
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('h1').waitFor();
  for (const [name, what] of shown) {
    const [path, ...acts] = Array.isArray(what) ? what : [what];
    now = name;
    await page.setViewportSize({ width, height: short });
    await page.goto(url + path);
    await page.locator('h1').first().waitFor();
    await page.waitForTimeout(500);
    for (const act of acts) await act(page);
    // Tall enough that a page is seen whole; dialogs and menus are looked at in a window as people have it.
    if (acts.length === 0) {
      const height = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main ? main.scrollHeight + (document.querySelector('header')?.clientHeight ?? 0) + 24 : 900;
      });
      await page.setViewportSize({ width, height: Math.min(Math.max(height, short), 4000) });
    }
    await shoot(page, full(name));
  }
  await context.close();
}

try {
  for (const colorScheme of themes.split(','))
    for (const width of widths.split(',').map(Number))
      for (const one of people.split(',')) {
        const [user, kind = 'admin'] = one.split(':');
        await lookAsOne({ user, kind }, colorScheme, width);
      }
} finally {
  await browser.close();
}
console.log(
  findings === 0
    ? 'axe finds nothing, nothing was refused; screenshots are in screenshots/'
    : `${findings} findings`,
);
process.exitCode = findings === 0 ? 0 : 1;
