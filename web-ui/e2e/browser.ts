import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';

const { url, user, password, tenant } = inject('target');
export { tenant, url };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Signs in as a person does; afterwards the person's first page is on screen. */
export async function signIn(page: Page): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByTestId('sign-in').waitFor();
  await axeFindsNothing(page, 'landing page');
  await page.getByTestId('sign-in').click();
  await page.locator('input[name=username]').fill(user);
  await axeFindsNothing(page, 'sign-in form');
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.getByTestId('user-menu').waitFor();
}

/** Fails with each rule that the page breaks and the elements that break it. */
export async function axeFindsNothing(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => {
    const { axe: injected } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
    return injected.run();
  });
  if (violations.length === 0) return;
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  throw new Error(`axe finds ${violations.length} violations on the ${where}:\n${found.join('\n')}`);
}
