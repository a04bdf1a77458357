// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { Instance, Volume } from '../../api/types';
import { DangerTab } from './DangerTab';

afterEach(() => vi.unstubAllGlobals());

const instance = {
  name: 'kafka',
  tenant: { path: 'acme' },
  state: 'RUNNING',
  pods: { total: 1 },
  etag: '"7"',
} as Instance;
const volume = { id: 'v1', pod: 'broker-0', path: 'data', sizeBytes: 1024 ** 3, node: 'hq-1' } as Volume;

function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <DangerTab instance={instance} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

it('names the data that is lost, and deletes only what was named after the name was typed', async () => {
  const deleted: { url: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url.endsWith('/protection')) return Promise.resolve(Response.json({ deletionProtection: false }));
    // What the instance itself has, and nothing else of that name.
    if (init.method !== 'DELETE')
      return Promise.resolve(
        Response.json({
          items: url === '/api/v1/tenants/acme/instances/kafka/volumes' ? [volume] : [],
          nextCursor: null,
        }),
      );
    deleted.push({ url, body: JSON.parse(init.body as string) });
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  show();
  await userEvent.click(screen.getByTestId('uninstall'));
  await userEvent.click(await screen.findByLabelText('Delete the data now'));
  expect(screen.getByText('broker-0/data, 1 GiB, on hq-1')).toBeVisible();
  const submit = screen.getByRole('button', { name: 'Uninstall and delete data' });
  await userEvent.type(screen.getByTestId('uninstall-name'), 'kafk');
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByTestId('uninstall-name'), 'a');
  await userEvent.click(submit);
  expect(deleted).toEqual([
    { url: '/api/v1/tenants/acme/instances/kafka?deleteData=true', body: { confirmVolumes: ['v1'] } },
  ]);
});

it('does not offer what the protection refuses, and says why', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ deletionProtection: true })));
  show();
  expect(await screen.findByText(/kafka is protected from deletion/)).toBeVisible();
  expect(screen.getByTestId('uninstall')).toBeDisabled();
});
