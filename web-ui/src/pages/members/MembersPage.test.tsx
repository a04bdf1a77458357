// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { EffectiveRight, Me, Member, Role } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { member } from '../../testPage';
import { MembersPage } from './MembersPage';

const BASE = '/api/v1/tenants/acme';

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
  permissions: {
    platform: ['package:read', 'region:read'],
    tenants: {
      acme: ['tenant:read', 'member:read', 'member:write', 'role:write', 'instance:read', 'log:read'],
    },
  },
};

const role = (name: string, permissions: string[], tenantPath: string | null = null): Role => ({
  name,
  description: '',
  permissions,
  builtIn: tenantPath === null,
  tenantPath,
  etag: '"3"',
});

const roles = [
  role('support', ['log:read'], 'acme'),
  role('tenant-admin', ['secret:reveal', 'log:read']),
  role('tenant-viewer', ['instance:read', 'log:read']),
];

type Answer = { status?: number; body: unknown };
const requests: { method: string; url: string; body: unknown; ifMatch: string | null }[] = [];

function open(address: string, who: Me, answers: Record<string, Answer>) {
  requests.length = 0;
  const all: Record<string, Answer> = {
    [`GET ${BASE}`]: { body: { path: 'acme', state: 'ACTIVE' } },
    'GET /api/v1/tenants': { body: { items: [], nextCursor: null } },
    [`GET ${BASE}/roles`]: { body: { items: roles, nextCursor: null } },
    ...answers,
  };
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const [path = ''] = url.split('?');
    requests.push({
      method,
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      ifMatch: new Headers(init.headers).get('If-Match'),
    });
    const answer = all[`${method} ${path}`];
    if (!answer) throw new Error(`Nobody expected ${method} ${path}`);
    return Promise.resolve(
      new Response(answer.status === 204 ? null : JSON.stringify(answer.body), {
        status: answer.status ?? 200,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={who}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path="/t/:tenant/members" element={<MembersPage />} />
          </Routes>
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
}

const listed = (...items: Member[]) => ({ [`GET ${BASE}/members`]: { body: { items, nextCursor: null } } });
const sent = (method: string) => requests.find((one) => one.method === method);

afterEach(() => vi.unstubAllGlobals());

it('gives a role for one tenant alone, of those that the giver holds', async () => {
  open('/t/acme/members', me, {
    ...listed(member('kim')),
    [`POST ${BASE}/members`]: { status: 201, body: member('lee', { password: 'first-one' }) },
  });
  await screen.findByText('kim');
  await userEvent.click(screen.getByTestId('add-member'));
  const choice = await screen.findByTestId('member-role');
  await waitFor(() => expect(within(choice).getAllByRole('option')).toHaveLength(3));
  expect(within(choice).queryByRole('option', { name: 'Tenant administrator' })).toBeNull();
  await userEvent.type(screen.getByTestId('member-username'), 'lee');
  expect(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add a member' })).toBeDisabled();
  await userEvent.selectOptions(choice, 'tenant-viewer');
  await userEvent.selectOptions(screen.getByTestId('member-scope'), 'tenant');
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add a member' }));
  expect(await screen.findByText('lee has a new account')).toBeInTheDocument();
  expect(screen.getByTestId('first-password')).toHaveTextContent('first-one');
  expect(sent('POST')?.body).toEqual({ username: 'lee', role: 'tenant-viewer', scope: 'tenant' });
});

it('takes away the role of one service and of nothing else', async () => {
  open('/t/acme/members', me, {
    ...listed(member('kim', { scope: 'instance', instance: 'kafka' })),
    [`DELETE ${BASE}/members/kim/roles/tenant-viewer`]: { status: 204, body: null },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Remove the role Viewer of kim' }));
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent('kim no longer has the role Viewer (Only the service kafka)');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await waitFor(() =>
    expect(sent('DELETE')?.url).toBe(`${BASE}/members/kim/roles/tenant-viewer?instance=kafka`),
  );
});

it('says for each right which role gives it, where it was given and what it counts for', async () => {
  const right = (more: Partial<EffectiveRight>): EffectiveRight => ({
    permission: 'log:read',
    role: 'tenant-viewer',
    tenantPath: 'acme',
    scope: 'tenant',
    instance: null,
    group: null,
    ...more,
  });
  open('/t/acme/members?why=kim', me, {
    ...listed(member('kim')),
    [`GET ${BASE}/members/kim/rights`]: {
      body: [
        right({}),
        right({ role: 'platform-auditor', tenantPath: null, scope: 'subtree' }),
        right({ role: 'tenant-operator', group: 'crew' }),
        right({ permission: 'pod:write', scope: 'instance', instance: 'id-of-kafka' }),
      ],
    },
    [`GET ${BASE}/instances`]: {
      body: { items: [{ id: 'id-of-kafka', name: 'kafka' }], nextCursor: null },
    },
  });
  const logs = await screen.findByTestId('rights-log');
  expect(within(logs).getByText('by Viewer, given at acme, counts there only')).toBeInTheDocument();
  expect(within(logs).getByText(/^by .*, of the group crew, given at acme/)).toBeInTheDocument();
  expect(
    within(logs).getByText('by Platform auditor, given at the platform, counts there and below'),
  ).toBeInTheDocument();
  expect(
    await screen.findByText('by Viewer, given at acme, counts for the service kafka only'),
  ).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: 'Find a right' }), 'restart');
  expect(screen.queryByTestId('rights-log')).toBeNull();
  expect(screen.getByTestId('rights-pod')).toBeInTheDocument();
});

it('says that a disabled account may do nothing instead of failing', async () => {
  open('/t/acme/members?why=kim', me, {
    ...listed(member('kim', { disabled: true })),
    [`GET ${BASE}/members/kim/rights`]: {
      status: 404,
      body: { type: 't', title: 'Not found', status: 404, detail: 'No member kim.' },
    },
  });
  expect(await screen.findByText('kim may do nothing here now.')).toBeInTheDocument();
  expect(screen.getByText('Disabled')).toBeInTheDocument();
});

it('changes a role with its tag, offers what the author holds, and shows a refusal at the field', async () => {
  open('/t/acme/members?tab=roles', me, {
    [`PUT ${BASE}/roles/support`]: {
      status: 403,
      body: {
        type: 't',
        title: 'Not allowed',
        status: 403,
        detail: 'The role gives more than you hold.',
        errors: [{ pointer: '/permissions', message: 'You do not hold instance:read.' }],
      },
    },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Change the role support' }));
  expect(screen.queryByRole('button', { name: 'Change the role tenant-viewer' })).toBeNull();
  expect(screen.getByTestId('permission-log:read')).toBeChecked();
  // Everybody may see packages; that is no right of the author's here.
  expect(screen.queryByTestId('permission-package:read')).toBeNull();
  expect(screen.queryByTestId('permission-secret:reveal')).toBeNull();
  await userEvent.click(screen.getByTestId('permission-instance:read'));
  await userEvent.click(screen.getByRole('button', { name: 'Save role' }));
  expect(await screen.findByText('You do not hold instance:read.')).toBeInTheDocument();
  expect(screen.getByRole('group', { name: 'What it gives' })).toHaveAccessibleDescription(
    /^You do not hold instance:read/,
  );
  expect(sent('PUT')).toMatchObject({
    ifMatch: '"3"',
    body: { description: '', permissions: ['log:read', 'instance:read'] },
  });
});

it('shows who only looks neither a way to add nor one to remove', async () => {
  const looks: Me = {
    ...me,
    permissions: { platform: [], tenants: { acme: ['tenant:read', 'member:read'] } },
  };
  open('/t/acme/members', looks, listed(member('kim')));
  await screen.findByText('kim');
  expect(screen.queryByTestId('add-member')).toBeNull();
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
});
