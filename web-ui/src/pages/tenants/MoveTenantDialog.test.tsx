// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { Me, Tenant, TenantMoved } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { MoveTenantDialog } from './MoveTenantDialog';

const admin: Me = {
  id: 'me',
  username: 'ada',
  displayName: 'Ada',
  kind: 'person',
  viewing: null,
  bindings: [{ role: 'platform-admin', tenant: null, scope: 'subtree', instance: null }],
  permissions: { platform: ['tenant:write'], tenants: {} },
};
const tenant = (path: string): Tenant => ({
  id: path,
  path,
  label: 'streams-x1',
  name: path,
  displayName: path,
  parentPath: path.includes('/') ? 'acme' : null,
  state: 'ACTIVE',
  stateReason: '',
  createdAt: '2026-01-01T00:00:00Z',
  limits: {},
  quota: [],
  etag: '"7"',
});
const moved: TenantMoved = {
  dryRun: true,
  from: 'acme/streams',
  to: 'globex/streams',
  tenants: 2,
  quotas: [
    { tenantPath: 'acme', scope: 'all', resource: 'cpus', limit: null, used: 500, moved: -1500 },
    { tenantPath: 'globex', scope: 'region:hq', resource: 'pods', limit: 10, used: 4, moved: 3 },
  ],
  access: [
    { username: 'gus', role: 'tenant-admin', tenantPath: 'globex', gained: true },
    { username: 'anna', role: 'tenant-viewer', tenantPath: 'acme', gained: false },
  ],
};

const requests: { url: string; ifMatch: string | null; body: unknown }[] = [];

function open(preview: { status: number; body: unknown }, onPath = vi.fn()) {
  requests.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const list = url.startsWith('/api/v1/tenants?');
    if (!list)
      requests.push({
        url,
        ifMatch: new Headers(init.headers).get('If-Match'),
        body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      });
    const answer = list
      ? { status: 200, body: { items: ['acme', 'acme/streams', 'globex'].map(tenant), nextCursor: null } }
      : preview;
    return Promise.resolve(
      new Response(JSON.stringify(answer.body), {
        status: answer.status,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={admin}>
        <MemoryRouter>
          <MoveTenantDialog tenant={tenant('acme/streams')} onPath={onPath} onClose={vi.fn()} />
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
  return { onPath };
}

afterEach(() => vi.unstubAllGlobals());

it('moves nothing before it has shown what changes, and then what it has shown', async () => {
  const { onPath } = open({ status: 200, body: moved });
  const submit = screen.getByRole('button', { name: 'Move it' });
  expect(submit).toBeDisabled();
  await screen.findByRole('option', { name: 'globex' });
  await userEvent.selectOptions(screen.getByTestId('move-parent'), 'globex');
  const preview = await screen.findByTestId('move-preview');
  expect(requests).toEqual([
    { url: '/api/v1/tenants/acme~streams/move?dryRun=true', ifMatch: '"7"', body: { parent: 'globex' } },
  ]);
  expect(preview).toHaveTextContent('acme/streams becomes globex/streams. 2 tenants move');
  expect(preview).toHaveTextContent('its DNS label is still streams-x1');
  expect(preview).toHaveTextContent('−1.5 cores');
  expect(preview).toHaveTextContent('0.5 cores, no limit');
  expect(preview).toHaveTextContent('Region hq');
  expect(preview).toHaveTextContent('4 pods of 10 pods');
  expect(preview).toHaveTextContent('gus gets the role Tenant administrator, given at globex');
  expect(preview).toHaveTextContent('anna no longer has the role Viewer, given at acme');
  await userEvent.click(submit);
  await waitFor(() => expect(onPath).toHaveBeenCalledWith('globex/streams'));
  expect(requests[1]).toEqual({
    url: '/api/v1/tenants/acme~streams/move',
    ifMatch: '"7"',
    body: { parent: 'globex' },
  });
});

it('says why a move is impossible and does not offer it', async () => {
  open({
    status: 409,
    body: { type: 't', title: 'The quota is used up', status: 409, detail: 'globex has 2 of 2 pods in use.' },
  });
  await screen.findByRole('option', { name: 'globex' });
  await userEvent.selectOptions(screen.getByTestId('move-parent'), 'globex');
  await screen.findByText('globex has 2 of 2 pods in use.');
  expect(screen.getByRole('button', { name: 'Move it' })).toBeDisabled();
});
