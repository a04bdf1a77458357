// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { Me, Volume } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { VolumesPage } from './VolumesPage';

afterEach(() => vi.unstubAllGlobals());

const volume = {
  id: 'v1',
  path: 'data',
  pod: 'broker-0',
  instance: 'kafka',
  package: 'kafka',
  tenant: 'acme/streams',
  state: 'KEPT',
  reason: '',
  node: 'hq-1',
  region: 'hq',
  sizeBytes: 1024 ** 3,
  keptUntil: '2030-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
} as Volume;

function show(volumes: Volume[], permissions: string[]) {
  const deleted: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method === 'DELETE') deleted.push(url);
    return Promise.resolve(Response.json({ items: volumes, nextCursor: null }));
  });
  const me = {
    bindings: [{ role: 'x', tenant: { path: 'acme' }, scope: 'subtree', instance: null }],
    permissions: { platform: [], tenants: { acme: permissions } },
  } as unknown as Me;
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <MeContext.Provider value={me}>
        <MemoryRouter initialEntries={['/t/acme/volumes']}>
          <Routes>
            <Route path="/t/:tenant/volumes" element={<VolumesPage />} />
          </Routes>
        </MemoryRouter>
      </MeContext.Provider>
    </QueryClientProvider>,
  );
  return { container, deleted };
}

it('leads from a kept volume to the install that restores it, in the tenant that has it', async () => {
  const { container } = show([volume], ['volume:read', 'volume:write', 'instance:write']);
  const restore = await screen.findByRole('link', { name: 'Restore broker-0/data: install kafka again' });
  expect(restore).toHaveAttribute('href', '/t/acme~streams/catalog/kafka/install?name=kafka&restore=true');
  const found = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations).toEqual([]);
});

it('deletes a kept volume in the tenant that has it', async () => {
  const { deleted } = show([volume], ['volume:read', 'volume:write']);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete the data of broker-0/data' }));
  expect(screen.queryByRole('link', { name: /^Restore/ })).toBeNull();
  await userEvent.type(screen.getByTestId('confirm'), 'broker-0/data');
  await userEvent.click(screen.getByRole('button', { name: 'Delete for ever' }));
  expect(deleted).toEqual(['/api/v1/tenants/acme~streams/volumes/v1']);
});

it('offers neither for a volume that an install waits for, nor for one in use', async () => {
  show(
    [
      { ...volume, keptUntil: null },
      { ...volume, id: 'v2', state: 'READY', keptUntil: null },
    ],
    ['volume:read', 'volume:write', 'instance:write'],
  );
  expect(await screen.findAllByText('In use')).toHaveLength(2);
  expect(screen.queryByRole('link', { name: /^Restore/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Delete/ })).toBeNull();
});
