import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addPerson,
  api,
  axeFindsNothing,
  fresh,
  open,
  openBrowser,
  openPage,
  people,
  signIn,
} from './browser';

/* What a tenant's administrator does: add a member and see why they may what they may, make a role and give it, make
   a tenant below, suspend it and let it work again, and see what a move of it would change. */

let browser: Browser;
let page: Page;
let broken: string[];
const top = fresh('firm');
const team = `${top}/team`;
let boss: string;

beforeAll(async () => {
  browser = await openBrowser();
  const platform = (await openPage(browser)).page;
  await signIn(platform, people.admin);
  await api(platform, 'POST', '/tenants', { name: top });
  await api(platform, 'POST', '/tenants', { name: 'team', parent: top });
  await api(platform, 'POST', '/tenants', { name: 'other', parent: top, limits: { cpus: 2 } });
  boss = await addPerson(platform, 'tenant-admin', top);
  ({ page, broken } = await openPage(browser));
});

afterAll(() => browser.close());

const menu = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
const dialog = () => page.getByRole('dialog');
const closed = () => dialog().waitFor({ state: 'detached' });
const rowOf = (list: string, text: string) =>
  page.getByTestId(list).locator('tbody tr').filter({ hasText: text });

it('lets an administrator of a tenant say who may do what', async () => {
  await signIn(page, boss);
  await menu('Members and roles').click();
  await rowOf('members', boss).waitFor();
  await axeFindsNothing(page, 'members page');

  const member = fresh('kim');
  await page.getByTestId('add-member').click();
  await page.getByTestId('member-account').selectOption('fresh');
  await page.getByTestId('member-username').fill(member);
  await page.getByTestId('member-display-name').fill('Kim');
  await page.getByTestId('member-role').selectOption('tenant-viewer');
  await page.getByTestId('member-scope').selectOption('tenant');
  await axeFindsNothing(page, 'dialog for a member');
  await dialog().getByRole('button', { name: 'Add a member' }).click();
  await page.getByTestId('first-password').waitFor();
  await axeFindsNothing(page, 'first password of a new account');
  await dialog().getByRole('button', { name: 'Done' }).click();
  const row = rowOf('members', member);
  expect(await row.textContent()).toContain('Only this tenant');

  await row.getByRole('button', { name: `Rights of ${member}` }).click();
  await page.getByRole('heading', { level: 2, name: `Why may ${member}?` }).waitFor();
  const why = page.getByTestId('rights-instance');
  await why.waitFor();
  expect(await why.textContent()).toContain(`by Viewer, given at ${top}, counts there only`);
  await axeFindsNothing(page, 'rights of a member');
  await page.getByRole('button', { name: 'Close' }).click();

  const role = fresh('reader');
  await page.getByTestId('tab-roles').click();
  await rowOf('roles', 'Developer').waitFor();
  await axeFindsNothing(page, 'roles page');
  await page.getByTestId('add-role').click();
  await page.getByTestId('role-name').fill('tenant-admin');
  await page.getByTestId('permission-instance:read').check();
  await page.getByTestId('permission-log:read').check();
  // Nobody puts in what only the platform gives.
  expect(await page.getByTestId('permission-region:write').count()).toBe(0);
  await axeFindsNothing(page, 'dialog for a role');
  await dialog().getByRole('button', { name: 'Make a role' }).click();
  await page.getByTestId('problem').waitFor();
  await page.getByTestId('role-name').fill(role);
  await dialog().getByRole('button', { name: 'Make a role' }).click();
  await closed();
  await page.getByRole('button', { name: `Change the role ${role}` }).click();
  await page.getByTestId('permission-volume:read').check();
  await dialog().getByRole('button', { name: 'Save role' }).click();
  await closed();
  await rowOf('roles', role).getByText('volume:read').waitFor();

  await page.getByTestId('tab-members').click();
  await page.getByTestId('add-member').click();
  await page.getByTestId('member-username').fill(member);
  await page.getByTestId('member-role').selectOption(role);
  await dialog().getByRole('button', { name: 'Add a member' }).click();
  await closed();
  await page.getByRole('button', { name: `Remove the role ${role} of ${member}` }).waitFor();

  // A role that somebody has stays, and says who.
  await page.getByTestId('tab-roles').click();
  await page.getByRole('button', { name: `Delete the role ${role}` }).click();
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await dialog().getByText(`is given to ${member}`).waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await page.getByTestId('tab-members').click();
  await page.getByRole('button', { name: `Remove the role ${role} of ${member}` }).click();
  await axeFindsNothing(page, 'dialog that takes a role away');
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await closed();
  await page
    .getByRole('button', { name: `Remove the role ${role} of ${member}` })
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Remove the role Viewer of ${member}` }).waitFor();
  expect(broken).toEqual([]);
});

it('lets an administrator of a tenant change the tenants below it', async () => {
  await menu('Settings').click();
  await rowOf('tenants-below', team).waitFor();
  // What is for those above is not offered to them.
  expect(await page.getByRole('button', { name: `Change ${top}`, exact: true }).count()).toBe(0);
  await axeFindsNothing(page, 'settings page');

  const change = async (path: string, verb: string) => {
    await page.getByRole('button', { name: `Change ${path}`, exact: true }).click();
    await page.getByTestId(`tenant-${verb}`).click();
  };
  await page.getByRole('button', { name: `Change ${team}`, exact: true }).click();
  await page.getByTestId('tenant-suspend').waitFor();
  await axeFindsNothing(page, 'menu of a tenant');
  await page.keyboard.press('Escape');

  await change(team, 'suspend');
  await page.getByTestId('field-reason').fill('Bills are open');
  await axeFindsNothing(page, 'dialog that suspends');
  await dialog().getByRole('button', { name: 'Suspend' }).click();
  await closed();
  await rowOf('tenants-below', team).getByText('Suspended').waitFor();

  await page.getByRole('link', { name: team, exact: true }).click();
  await page.getByTestId('suspended').getByText('Bills are open').waitFor();
  await menu('Secrets').click();
  await page.getByRole('heading', { level: 1, name: 'Secrets' }).waitFor();
  await page.getByTestId('suspended').waitFor();
  expect(await page.getByTestId('create-secret').count()).toBe(0);
  await axeFindsNothing(page, 'page of a suspended tenant');
  await page.getByTestId('suspended').getByRole('link', { name: 'Open its settings' }).click();
  await change(team, 'resume');
  await dialog().getByText('Bills are open').waitFor();
  await dialog().getByRole('button', { name: 'Resume' }).click();
  await closed();
  await page.getByTestId('suspended').waitFor({ state: 'detached' });
  await menu('Secrets').click();
  await page.getByTestId('create-secret').first().waitFor();

  await menu('Settings').click();
  await change(team, 'move');
  await page.getByTestId('move-parent').selectOption(`${top}/other`);
  const preview = page.getByTestId('move-preview');
  await preview.getByText(`${team} becomes ${top}/other/team.`).waitFor();
  await preview.getByText('Names of pods stay').waitFor();
  await preview
    .locator('tbody tr')
    .filter({ hasText: `${top}/other` })
    .first()
    .waitFor();
  await axeFindsNothing(page, 'preview of a move');
  await dialog().getByRole('button', { name: 'Move it' }).click();
  await closed();
  await page.waitForURL((at) => at.pathname === `/t/${top}~other~team/settings`);

  await change(`${top}/other/team`, 'rename');
  await page.getByTestId('field-name').fill('crew');
  await axeFindsNothing(page, 'dialog that renames');
  await dialog().getByRole('button', { name: 'Rename' }).click();
  await page.waitForURL((at) => at.pathname === `/t/${top}~other~crew/settings`);
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await open(page, `/t/${top}/settings`);
  await rowOf('tenants-below', `${top}/other/crew`).waitFor();
  expect(broken).toEqual([]);
});
