import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindsNothing, open, openBrowser, openPage, people, signIn, tenant, url } from './browser';

/* What a tenant's developer does in a browser, on a real control plane with hello-world in its catalog:
   sign in, install, watch it deploy, read its logs, uninstall, sign out. */

const name = `web-${Date.now().toString(36)}`;
let browser: Browser;
let page: Page;
let broken: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, broken } = await openPage(browser));
});

afterAll(() => browser.close());

it('takes a tenant from the sign-in to an uninstalled service, with axe finding nothing', async () => {
  await page.goto(`${url}/`);
  await page.getByTestId('sign-in').waitFor();
  await axeFindsNothing(page, 'landing page');
  await page.getByTestId('sign-in').click();
  await page.locator('input[name=username]').waitFor();
  await axeFindsNothing(page, 'sign-in form');
  await signIn(page, people.developer);

  // The tenant that the person belongs to, or the one that the environment names (for people who see several).
  if (tenant) await open(page, `/t/${tenant.replaceAll('/', '~')}/overview`);
  await page.getByTestId('attention').waitFor();
  await axeFindsNothing(page, 'overview');

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }).click();
  await page.getByTestId('package-hello-world').waitFor();
  await axeFindsNothing(page, 'catalog');
  await page.getByTestId('package-hello-world').click();
  await page.getByTestId('install').waitFor();
  await axeFindsNothing(page, 'package page');
  await page.getByTestId('install').click();

  await page.getByTestId('install-name').fill(name);
  await page.getByTestId('preview').waitFor();
  await axeFindsNothing(page, 'install page');
  await page.getByTestId('install-submit').click();

  const deploy = page.getByTestId('plan-deploy');
  await deploy.waitFor();
  await axeFindsNothing(page, 'plan page while it deploys');
  // Nothing is reloaded: the page follows the plan by itself.
  await page.locator('[data-testid=plan-deploy][data-status=COMPLETE]').waitFor({ timeout: 120_000 });
  expect(await page.getByTestId('status').textContent()).not.toBe('');

  for (const tab of ['overview', 'pods', 'endpoints', 'configuration', 'explain', 'volumes', 'danger']) {
    await page.getByTestId(`tab-${tab}`).click();
    await page.waitForURL(`**/services/${name}/${tab}`);
    await page.waitForLoadState('load');
    await axeFindsNothing(page, `${tab} tab`);
  }

  await page.getByTestId('tab-logs').click();
  await page.getByTestId('log').getByText(/\S/).first().waitFor();
  await page.locator('.m-log-line').first().waitFor();
  await axeFindsNothing(page, 'logs tab');

  await page.getByTestId('tab-danger').click();
  await page.getByTestId('uninstall').click();
  const submit = page.getByRole('dialog').getByRole('button', { name: 'Uninstall', exact: true });
  expect(await submit.isDisabled()).toBe(true);
  await page.getByTestId('uninstall-name').fill(name);
  await axeFindsNothing(page, 'uninstall dialog');
  await submit.click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Services' }).click();
  await page.getByRole('heading', { level: 1, name: 'Services' }).waitFor();
  await page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached', timeout: 90_000 });
  await axeFindsNothing(page, 'services page');

  await page.getByTestId('user-menu').click();
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in').waitFor();
  expect(broken).toEqual([]);
});
