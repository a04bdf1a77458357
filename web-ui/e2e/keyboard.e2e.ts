import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fresh, open, openBrowser, openPage, people, signIn, tenant, uninstall } from './browser';

/* Installing a service with nothing but the keyboard. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await openPage(browser));
});

afterAll(() => browser.close());

const MOST_TABS = 120;

/** Moves on with Tab until the element has the focus; fails when it cannot be reached or its focus cannot be seen. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    await page.keyboard.press('Tab');
    // Asked in one go: a page that is still loading may put another element in the place of this one.
    const focus = await target.evaluate((element) => {
      if (element !== document.activeElement) return 'elsewhere';
      for (let at: Element | null = element, up = 0; at && up < 3; at = at.parentElement, up++) {
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        if (outlineStyle !== 'none' && outlineWidth !== '0px') return 'seen';
      }
      return 'unseen';
    });
    if (focus !== 'elsewhere') {
      expect(focus, 'how the focus is').toBe('seen');
      return;
    }
  }
  throw new Error(`${target.toString()} is not reached with ${MOST_TABS} times Tab`);
}

it('installs a service by keyboard alone', async () => {
  await signIn(page, people.developer);
  if (tenant) await open(page, `/t/${tenant.replaceAll('/', '~')}/overview`);
  await page.getByTestId('attention').waitFor();

  await tabTo(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByTestId('package-hello-world'));
  await page.keyboard.press('Enter');
  await tabTo(page.getByTestId('install'));
  await page.keyboard.press('Enter');

  const name = fresh('keys');
  const field = page.getByTestId('install-name');
  await tabTo(field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.getByTestId('preview').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('plan-deploy').waitFor();

  // The palette is the other way through the application.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('Volumes');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Volumes' }).waitFor();

  const at = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '');
  await uninstall(page, at, name);
});
