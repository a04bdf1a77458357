// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { Me, Role, ServiceAccount, ServiceAccountKey } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { ServiceAccountsPage } from './ServiceAccountsPage';

const TENANT = '/api/v1/tenants/acme';
const BASE = `${TENANT}/service-accounts`;

const me: Me = {
  id: 'me',
  username: 'ann',
  displayName: 'Ann',
  kind: 'person',
  viewing: null,
  bindings: [
    {
      role: 'tenant-admin',
      tenant: { id: 'acme', path: 'acme', label: 'acme' },
      scope: 'subtree',
      instance: null,
    },
  ],
  permissions: { platform: [], tenants: { acme: ['member:read', 'member:write', 'log:read'] } },
};
const looks: Me = { ...me, permissions: { platform: [], tenants: { acme: ['member:read'] } } };

const key = (name: string, more: Partial<ServiceAccountKey> = {}): ServiceAccountKey => ({
  id: `id-${name}`,
  name,
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'ann',
  expiresAt: null,
  lastUsedAt: null,
  ...more,
});
const account = (...keys: ServiceAccountKey[]): ServiceAccount => ({
  id: 'sa',
  username: 'ci',
  displayName: 'Pipeline',
  disabled: false,
  keys,
});
const role = (name: string, permissions: string[]): Role => ({
  name,
  description: '',
  permissions,
  builtIn: true,
  tenantPath: null,
  etag: '"1"',
});

type Answer = { status?: number; body: unknown };
const requests: { method: string; url: string; body: unknown }[] = [];

function open(address: string, who: Me, of: ServiceAccount[], answers: Record<string, Answer> = {}) {
  requests.length = 0;
  const all: Record<string, Answer> = {
    [`GET ${TENANT}`]: { body: { path: 'acme', state: 'ACTIVE' } },
    'GET /api/v1/tenants': { body: { items: [], nextCursor: null } },
    [`GET ${TENANT}/roles`]: {
      body: { items: [role('logs', ['log:read']), role('more', ['secret:reveal'])], nextCursor: null },
    },
    [`GET ${BASE}`]: { body: { items: of, nextCursor: null } },
    [`GET ${BASE}/ci`]: { body: of[0] },
    ...answers,
  };
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    requests.push({
      method,
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    });
    const answer = all[`${method} ${url.split('?')[0] ?? ''}`];
    if (!answer) throw new Error(`Nobody expected ${method} ${url}`);
    return Promise.resolve(
      new Response(answer.status === 204 ? null : JSON.stringify(answer.body), {
        status: answer.status ?? 200,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={who}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path="/t/:tenant/service-accounts" element={<ServiceAccountsPage />} />
          </Routes>
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
}

const PAGE = '/t/acme/service-accounts';
const sent = (method: string) => requests.find((one) => one.method === method);
const inDialog = (name: string) => within(screen.getByRole('dialog')).getByRole('button', { name });

afterEach(() => vi.unstubAllGlobals());

it('makes an account with a role that its maker holds, and shows its first key once', async () => {
  open(PAGE, me, [account()], {
    [`POST ${BASE}`]: { status: 201, body: account(key('first', { secret: 'mk-secret' })) },
  });
  await screen.findByText('Pipeline');
  await userEvent.click(screen.getByTestId('create-service-account'));
  const roles = await screen.findByTestId('service-account-role');
  await waitFor(() => expect(within(roles).getAllByRole('option')).toHaveLength(2));
  await userEvent.type(screen.getByTestId('service-account-username'), 'ci');
  expect(inDialog('Create a service account')).toBeDisabled();
  await userEvent.selectOptions(roles, 'logs');
  await userEvent.selectOptions(screen.getByTestId('service-account-scope'), 'tenant');
  fireEvent.change(screen.getByTestId('service-account-expires'), { target: { value: '2027-01-31' } });
  await userEvent.click(inDialog('Create a service account'));
  expect(await screen.findByTestId('new-key')).toHaveTextContent('mk-secret');
  expect(screen.getByTestId('client-id')).toHaveTextContent('ci');
  expect(screen.getByRole('button', { name: 'Copy Key' })).toBeInTheDocument();
  expect(sent('POST')?.body).toEqual({
    username: 'ci',
    role: 'logs',
    scope: 'tenant',
    expiresAt: '2027-01-31T00:00:00Z',
  });
  await userEvent.click(inDialog('Done'));
  expect(screen.queryByText('mk-secret')).toBeNull();
});

it('shows a refusal of the server at its field', async () => {
  open(PAGE, me, [account()], {
    [`POST ${BASE}`]: {
      status: 422,
      body: {
        type: 't',
        title: 'Not valid',
        status: 422,
        detail: 'The key would have run out already.',
        errors: [{ pointer: '/expiresAt', message: 'must be later than now' }],
      },
    },
  });
  await screen.findByText('Pipeline');
  await userEvent.click(screen.getByTestId('create-service-account'));
  await userEvent.type(screen.getByTestId('service-account-username'), 'ci');
  await screen.findByRole('option', { name: 'logs' });
  await userEvent.selectOptions(screen.getByTestId('service-account-role'), 'logs');
  await userEvent.click(inDialog('Create a service account'));
  await waitFor(() =>
    expect(screen.getByTestId('service-account-expires')).toHaveAccessibleDescription(
      /^must be later than now/,
    ),
  );
});

it('says of each key until when it counts and when it was used, and has no accessibility violation', async () => {
  const { container } = open(`${PAGE}?keys=ci`, me, [
    account(
      key('old', { expiresAt: '2026-02-01T00:00:00Z', lastUsedAt: '2026-01-15T00:00:00Z' }),
      key('coming', { expiresAt: '2999-01-01T00:00:00Z' }),
      key('lasting'),
    ),
  ]);
  const keys = within(await screen.findByTestId('keys')).getAllByRole('listitem');
  expect(keys[0]).toHaveTextContent(/Last used .* ago.*Ran out .* ago/);
  expect(keys[1]).toHaveTextContent(/Never used.*Runs out in /);
  expect(keys[2]).toHaveTextContent('Does not run out');
  const found = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('adds a key that runs out, and shows it once', async () => {
  open(`${PAGE}?keys=ci`, me, [account()], {
    [`POST ${BASE}/ci/keys`]: { status: 201, body: key('deploy', { secret: 'mk-next' }) },
  });
  expect(await screen.findByText(/It has no key/)).toBeInTheDocument();
  await userEvent.click(screen.getByTestId('add-key'));
  await userEvent.type(screen.getByTestId('field-name'), 'deploy');
  fireEvent.change(screen.getByTestId('field-expiresAt'), { target: { value: '2027-01-31' } });
  await userEvent.click(inDialog('Add a key'));
  expect(await screen.findByTestId('new-key')).toHaveTextContent('mk-next');
  expect(sent('POST')?.body).toEqual({ name: 'deploy', expiresAt: '2027-01-31T00:00:00Z' });
});

it('revokes a key only once its name was typed', async () => {
  open(`${PAGE}?keys=ci`, me, [account(key('first'), key('deploy'))], {
    [`DELETE ${BASE}/ci/keys/id-deploy`]: { status: 204, body: null },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke the key deploy' }));
  await userEvent.type(screen.getByTestId('revoke-confirm'), 'first');
  expect(inDialog('Revoke')).toBeDisabled();
  await userEvent.clear(screen.getByTestId('revoke-confirm'));
  await userEvent.type(screen.getByTestId('revoke-confirm'), 'deploy');
  await userEvent.click(inDialog('Revoke'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent('DELETE')?.url).toBe(`${BASE}/ci/keys/id-deploy`);
});

it('deletes an account only once its name was typed, and closes its keys', async () => {
  open(`${PAGE}?keys=ci`, me, [account(key('first'))], {
    [`DELETE ${BASE}/ci`]: { status: 204, body: null },
  });
  await screen.findByTestId('keys');
  await userEvent.click(screen.getByRole('button', { name: 'Delete the service account ci' }));
  await userEvent.type(screen.getByTestId('delete-service-account-confirm'), 'c');
  expect(inDialog('Delete')).toBeDisabled();
  const found = await axe.run(screen.getByRole('dialog'), {
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await userEvent.type(screen.getByTestId('delete-service-account-confirm'), 'i');
  await userEvent.click(inDialog('Delete'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent('DELETE')?.url).toBe(`${BASE}/ci`);
  expect(screen.queryByTestId('keys')).toBeNull();
});

it('shows who only looks no way to make an account or a key, nor to revoke one', async () => {
  open(`${PAGE}?keys=ci`, looks, [account(key('first'))]);
  await screen.findByTestId('keys');
  expect(screen.queryByTestId('create-service-account')).toBeNull();
  expect(screen.queryByTestId('add-key')).toBeNull();
  expect(screen.queryByRole('button', { name: /^Revoke/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Delete/ })).toBeNull();
});

it('says what belongs in an empty list', async () => {
  open(PAGE, me, []);
  expect(await screen.findByText('No service accounts yet')).toBeInTheDocument();
});
