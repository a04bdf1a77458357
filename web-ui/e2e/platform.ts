import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/* What the browser test runs against: the control plane that MERIDIAN_URL names, or a platform of its own, started
   with `./meridian demo` in a temporary folder and gone, with all its processes and data, when the test has ended. */

export interface Target {
  url: string;
  people: { admin: string; developer: string };
  /** Everybody's. */
  password: string;
  /** For people who see several. */
  tenant: string | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    target: Target;
  }
}

const LAUNCHER = join(import.meta.dirname, '..', '..', 'meridian');
/** Building what is stale and fetching what packages need comes first; both are slow only once. */
const STARTED_MS = 15 * 60_000;
const STOPPED_MS = 3 * 60_000;

export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const url = process.env.MERIDIAN_URL;
  if (url) {
    project.provide('target', {
      url: url.replace(/\/$/, ''),
      people: { admin: process.env.MERIDIAN_ADMIN ?? 'admin', developer: required('MERIDIAN_USER') },
      password: required('MERIDIAN_PASSWORD'),
      tenant: process.env.MERIDIAN_TENANT ?? null,
    });
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'meridian-browser-'));
  const password = randomBytes(12).toString('hex');
  const [port, agentPort] = await freePorts(2);
  const options = [
    '--data-dir',
    join(folder, 'demo'),
    '--port',
    String(port),
    '--agent-port',
    String(agentPort),
  ];
  const demo = spawn(LAUNCHER, ['demo', '--no-kafka', '--no-browser', '--password', password, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  demo.stdout.on('data', (text: Buffer) => output.push(text.toString()));
  demo.stderr.on('data', (text: Buffer) => output.push(text.toString()));
  // A test run that is cut short must not leave its platform behind.
  const lastResort = () => demo.kill('SIGTERM');
  process.once('exit', lastResort);

  const tearDown = async () => {
    await stopped(demo);
    process.off('exit', lastResort);
    if (!output.join('').includes('Stopped.'))
      throw new Error(`The platform did not stop cleanly; it is in ${folder}. It said:\n${output.join('')}`);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await printed(demo, output, 'Web:');
  } catch (failure) {
    await stopped(demo);
    throw failure;
  }
  project.provide('target', {
    url: `http://127.0.0.1:${port}`,
    people: { admin: 'admin', developer: 'dana' },
    password,
    tenant: null,
  });
  return tearDown;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`MERIDIAN_URL is set but ${name} is not: name who signs in there, or unset both.`);
  return value;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          const address = server.address();
          server.close(() =>
            address && typeof address === 'object'
              ? resolve(address.port)
              : reject(new Error('A listening socket has no port')),
          );
        }),
    ),
  );
}

function printed(demo: ChildProcess, output: string[], text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${what} It said:\n${output.join('')}`));
    const limit = setTimeout(
      () => fail(`The platform is not up after ${STARTED_MS / 60_000} minutes.`),
      STARTED_MS,
    );
    demo.once('error', (failure) => fail(`Cannot start ${LAUNCHER}: ${failure.message}.`));
    demo.once('exit', (code, signal) => {
      clearTimeout(limit);
      fail(`The platform ended with ${signal ?? code} before it was up.`);
    });
    demo.stdout?.on('data', () => {
      if (!output.join('').includes(text)) return;
      clearTimeout(limit);
      resolve();
    });
  });
}

/** Asks the platform to end, which stops its agents, their tasks, the control plane and the database. */
function stopped(demo: ChildProcess): Promise<void> {
  if (demo.exitCode !== null || demo.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => demo.kill('SIGKILL'), STOPPED_MS);
    demo.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    demo.kill('SIGTERM');
  });
}
