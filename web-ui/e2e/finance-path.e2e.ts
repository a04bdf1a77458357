import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addPerson,
  api,
  axeFindsNothing,
  fresh,
  installHello,
  openBrowser,
  openPage,
  people,
  signIn,
  uninstallWithData,
  until,
} from './browser';

/* What a finance person does: open usage, read it by tenant and service, and take the same numbers away as CSV.
   The tenants that are looked at have used something and use nothing any more, so that the numbers stand still. */

let browser: Browser;
let page: Page;
let broken: string[];
let finance: string;
const top = fresh('org');
const team = `${top}/team`;

beforeAll(async () => {
  browser = await openBrowser();
  const admin = (await openPage(browser)).page;
  await signIn(admin, people.admin);
  await api(admin, 'POST', '/tenants', { name: top });
  await api(admin, 'POST', '/tenants', { name: 'team', parent: top });
  finance = await addPerson(admin, 'finance', '-');
  await Promise.all([installHello(admin, top, 'above'), installHello(admin, team, 'below')]);
  await Promise.all([uninstallWithData(admin, top, 'above'), uninstallWithData(admin, team, 'below')]);
  ({ page, broken } = await openPage(browser));
});

afterAll(() => browser.close());

/** Millionths of decimal text, so that sums are exact. */
function millionths(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  expect(fraction.length).toBeLessThanOrEqual(6);
  return BigInt(whole + fraction.padEnd(6, '0'));
}

const sum = (texts: string[]) => texts.map(millionths).reduce((total, one) => total + one, 0n);

it('shows finance usage whose sums are those of the CSV', async () => {
  await signIn(page, finance);
  await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
  await page.getByTestId('usage-total').waitFor();
  await axeFindsNothing(page, 'usage page of the platform');

  await page.getByRole('link', { name: 'Tenants' }).click();
  await page.getByRole('link', { name: top, exact: true }).click();
  await page.waitForURL(`**/t/${top}/usage`);
  const exact = (testId: string) =>
    page
      .getByTestId(testId)
      .locator('td[title]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  // A pod counts until its place is given back, which is a moment after its service is gone; a kept volume goes on.
  let before = '';
  await until('both services are in the usage, and use nothing any more', async () => {
    await page.reload();
    await page.getByTestId('usage-total').or(page.getByTestId('empty')).waitFor();
    const now = (await exact('usage-total')).join(' ');
    const still = now === before;
    before = now;
    return still && (await page.getByTestId('usage-service').count()) === 2;
  });
  await axeFindsNothing(page, 'usage page of a tenant');

  const total = await exact('usage-total');
  const tenants = await exact('usage-tenant');
  const services = await exact('usage-service');
  expect(total).toHaveLength(4);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  const [header, ...lines] = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(header).toBe('tenant,service,day,cpu_hours,memory_gib_hours,disk_gib_hours,pod_hours');
  const rows = lines.map((line) => line.split(','));
  expect(new Set(rows.map((row) => row[0]))).toEqual(new Set([top, team]));
  total.forEach((amount, measure) => {
    const column = (cells: string[]) => cells.filter((_, at) => at % 4 === measure);
    expect(millionths(amount)).toBeGreaterThan(0n);
    expect(sum(rows.map((row) => row[3 + measure] ?? '')), 'the CSV adds up to the total').toBe(
      millionths(amount),
    );
    expect(sum(column(services)), 'the services add up to the total').toBe(millionths(amount));
    expect(column(tenants)[0], 'the upper tenant has all of it').toBe(amount);
  });
  expect(broken).toEqual([]);
});
