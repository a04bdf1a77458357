import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindsNothing, fresh, openBrowser, openPage, people, signIn } from './browser';

/* What a platform administrator does: add a region, get the line that joins a node, look at a node, add a tenant
   and give it limits. */

let browser: Browser;
let page: Page;
let broken: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, broken } = await openPage(browser));
});

afterAll(() => browser.close());

const menu = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

it('takes an administrator from the sign-in to a region with a join command and a tenant with limits', async () => {
  await signIn(page, people.admin);
  await page.getByTestId('attention').waitFor();
  await axeFindsNothing(page, 'platform overview');

  const region = fresh('region');
  await menu('Regions').click();
  await page.getByTestId('add-region').click();
  await page.getByTestId('field-name').fill('Not A Name');
  const add = page.getByRole('dialog').getByRole('button', { name: 'Add a region' });
  expect(await add.isDisabled()).toBe(true);
  await axeFindsNothing(page, 'dialog for a region with a wrong name');
  await page.getByTestId('field-name').fill(region);
  await add.click();
  await page.getByRole('heading', { level: 1, name: region }).waitFor();
  await page.getByTestId('empty').waitFor();
  await axeFindsNothing(page, 'page of an empty region');

  await page.getByTestId('join').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make token' }).click();
  const command = await page.getByTestId('join-command').textContent();
  expect(command).toContain('agent');
  expect(command).toContain('--');
  await axeFindsNothing(page, 'join command');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();

  await menu('Nodes').click();
  const node = page.getByTestId('nodes').locator('tbody tr').first().getByRole('link').first();
  const named = (await node.textContent()) ?? '';
  await axeFindsNothing(page, 'nodes page');
  await node.click();
  await page.getByRole('heading', { level: 2, name: named }).waitFor();
  await page.getByRole('heading', { level: 3, name: 'Pods on this node' }).waitFor();
  await axeFindsNothing(page, 'node');

  const tenant = fresh('tenant');
  await menu('Tenants').click();
  await page.getByTestId('add-tenant').click();
  await page.getByTestId('field-name').fill(tenant);
  await page.getByRole('dialog').getByRole('button', { name: 'Add a tenant' }).click();
  const limits = page.getByRole('button', { name: `Set limits of ${tenant}` });
  await limits.click();
  await page.getByTestId('field-cpus').fill('2.5');
  await page.getByTestId('field-memory').fill('0.5');
  await axeFindsNothing(page, 'limits dialog');
  await page.getByRole('dialog').getByRole('button', { name: 'Save limits' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // What was set is what is shown and what is edited next time.
  await page.getByRole('link', { name: tenant, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: tenant }).waitFor();
  await page.getByText('0 cores of 2.5 cores').waitFor();
  await page.getByText('0 B of 512 MiB').waitFor();
  await menu('Quota').click();
  await page.getByRole('button', { name: 'Set limits' }).click();
  expect(await page.getByTestId('field-cpus').inputValue()).toBe('2.5');
  expect(await page.getByTestId('field-memory').inputValue()).toBe('0.5');
  expect(await page.getByTestId('field-pods').inputValue()).toBe('');
  expect(broken).toEqual([]);
});
