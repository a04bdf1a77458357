// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { InstallRequest, Me, Package, Volume } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { InstallForm } from './InstallForm';

beforeEach(() => {
  // No preview and no regions: the form stands by itself.
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => vi.unstubAllGlobals());

it('proposes a free name, and says so when a name is taken', async () => {
  const offer = { name: 'kafka', version: '4.3.0', optionsSchema: {} } as Package;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <InstallForm offer={offer} path="acme/streams" taken={new Set(['kafka'])} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const name = screen.getByTestId('install-name');
  const submit = screen.getByTestId('install-submit');
  expect(name).toHaveValue('kafka-2');
  expect(submit).toBeEnabled();
  await userEvent.clear(name);
  await userEvent.type(name, 'kafka');
  expect(name).toHaveAccessibleDescription(/acme\/streams has a service named kafka already/);
  expect(submit).toBeDisabled();
});

const left = (id: string, more: Partial<Volume>) =>
  ({
    id,
    pod: 'broker-0',
    path: 'data',
    instance: 'old',
    package: 'kafka',
    tenant: 'acme',
    state: 'KEPT',
    node: 'hq-1',
    region: 'hq',
    sizeBytes: 1024 ** 3,
    keptUntil: '2030-01-01T00:00:00Z',
    ...more,
  }) as Volume;

const me = {
  csrfToken: 'x',
  bindings: [],
  permissions: { platform: ['volume:read'], tenants: {} },
} as unknown as Me;

function answering(volumes: Volume[]) {
  const asked: { url: string; body: InstallRequest }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method === 'POST') {
      const body = JSON.parse(init.body as string) as InstallRequest;
      asked.push({ url, body });
      return Promise.resolve(
        Response.json({
          configuration: { spec: {} },
          footprint: { pods: 1, cpus: 1, memoryBytes: 0, diskBytes: 0 },
          placement: { decided: true, at: '', summary: '', pods: [] },
          quota: [],
          restored: body.restoreVolumes ? volumes.slice(0, 1) : [],
        }),
      );
    }
    if (url.endsWith('/me')) return Promise.resolve(Response.json(me));
    if (url.includes('/volumes?')) return Promise.resolve(Response.json({ items: volumes }));
    return new Promise(() => undefined);
  });
  return asked;
}

function show(restore: boolean) {
  const offer = { name: 'kafka', version: '4.3.0', optionsSchema: {} } as Package;
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <MeContext.Provider value={me}>
        <MemoryRouter>
          <InstallForm offer={offer} path="acme" taken={new Set()} wanted="old" restore={restore} />
        </MemoryRouter>
      </MeContext.Provider>
    </QueryClientProvider>,
  ).container;
}

it('offers what was kept of that name and package, and restores it in the preview and the install', async () => {
  const asked = answering([left('v1', {})]);
  const container = show(false);
  expect(await screen.findByTestId('kept-data')).toHaveTextContent('broker-0 / data, 1 GiB, hq / hq-1');
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.body).not.toHaveProperty('restoreVolumes');

  await userEvent.click(screen.getByLabelText('Restore kept volumes'));
  expect(await screen.findByTestId('restored')).toHaveTextContent('broker-0/data, 1 GiB, on hq-1');
  expect(asked.at(-1)?.url).toContain('dryRun=true');
  expect(asked.at(-1)?.body).toMatchObject({ name: 'old', restoreVolumes: true });
  const found = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations).toEqual([]);

  await userEvent.click(screen.getByTestId('install-submit'));
  expect(asked.at(-1)).toMatchObject({
    url: '/api/v1/tenants/acme/instances',
    body: { name: 'old', restoreVolumes: true },
  });
});

it('restores from the start when it was asked to, and offers nothing that another package or install has', async () => {
  const asked = answering([
    left('v1', {}),
    left('v2', { package: 'other' }),
    left('v3', { keptUntil: null }),
  ]);
  show(true);
  await waitFor(() => expect(asked.at(-1)?.body).toMatchObject({ restoreVolumes: true }));
  expect(screen.getByTestId('kept-data').querySelectorAll('li')).toHaveLength(1);
});

it('asks for nothing when nothing was kept of that name', async () => {
  const asked = answering([]);
  show(true);
  await waitFor(() => expect(asked).not.toHaveLength(0));
  expect(screen.queryByTestId('kept-data')).toBeNull();
  expect(asked.at(-1)?.body).not.toHaveProperty('restoreVolumes');
});
