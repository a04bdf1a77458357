import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';

const { url, password, people, tenant } = inject('target');
export { people, tenant, url };

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

/** A window of its own, with nobody signed in; what breaks in its scripts is kept in `broken`. */
export async function openPage(browser: Browser): Promise<{ page: Page; broken: string[] }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  return { page, broken };
}

/** Signs in as a person does; afterwards the person's first page is on screen. */
export async function signIn(page: Page, user: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByTestId('sign-in').click();
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.getByTestId('user-menu').waitFor();
}

/** Opens a page of the platform by its address, where the person is signed in (which may be another host name). */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

/** Asks the API as the person who is signed in on the page. */
export async function api<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async (asked) => {
      const me = (await (await fetch('/api/v1/me')).json()) as { csrfToken: string };
      const response = await fetch(`/api/v1${asked.path}`, {
        method: asked.method,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-TOKEN': me.csrfToken },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      });
      return { status: response.status, text: await response.text() };
    },
    { method, path, body },
  );
  if (answer.status >= 300)
    throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text}`);
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
}

/** Adds a person with a role at a tenant (`-` is the platform), as the admin who is signed in on the page. */
export async function addPerson(page: Page, role: string, at: string): Promise<string> {
  const username = fresh(role);
  await api(page, 'POST', `/tenants/${at.replaceAll('/', '~')}/members`, { username, role, password });
  return username;
}

/** Installs hello-world and waits until it runs. */
export async function installHello(page: Page, at: string, name: string): Promise<void> {
  const base = `/tenants/${at.replaceAll('/', '~')}/instances`;
  await api(page, 'POST', base, { name, package: 'hello-world' });
  await until(`${name} runs`, async () => {
    const { state } = await api<{ state: string }>(page, 'GET', `${base}/${name}`);
    return state === 'RUNNING';
  });
}

/** Uninstalls a service and waits until it is gone. */
export async function uninstall(page: Page, at: string, name: string): Promise<void> {
  await api(page, 'DELETE', `${instances(at)}/${name}?deleteData=false`);
  await gone(page, at, name);
}

/** Uninstalls it with its data, so that nothing of it counts any more. */
export async function uninstallWithData(page: Page, at: string, name: string): Promise<void> {
  const { items } = await api<{ items: { id: string; instance: string }[] }>(
    page,
    'GET',
    `/tenants/${at.replaceAll('/', '~')}/volumes`,
  );
  const confirmVolumes = items.filter((one) => one.instance === name).map((one) => one.id);
  await api(page, 'DELETE', `${instances(at)}/${name}?deleteData=true`, { confirmVolumes });
  await gone(page, at, name);
}

const instances = (at: string) => `/tenants/${at.replaceAll('/', '~')}/instances`;

async function gone(page: Page, at: string, name: string): Promise<void> {
  const base = instances(at);
  await until(`${name} is gone`, async () => {
    const { items } = await api<{ items: { name: string }[] }>(page, 'GET', base);
    return !items.some((one) => one.name === name);
  });
}

/** Waits for what a person would wait for, and says what did not come. */
export async function until(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`After ${seconds} s it does not hold that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A name that nothing had before, also on a platform that outlives the test. */
export function fresh(word: string): string {
  return `${word}-${Date.now().toString(36)}`;
}

/** What fades in has too little contrast until it is there; what goes round for ever is not waited for. */
async function faded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime),
      );
    // A cancelled one, whose element went away, has ended too.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Fails with each rule that the page breaks and the elements that break it. */
export async function axeFindsNothing(page: Page, where: string): Promise<void> {
  await faded(page);
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
