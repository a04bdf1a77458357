// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Invitation, Me } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { InvitationPage } from '../invitation/InvitationPage';
import { MembersPage } from './MembersPage';

const BASE = '/api/v1/tenants/acme';
const LINKS = '/api/v1/invitations';
const MAY = ['tenant:read', 'member:read', 'member:write', 'instance:read', 'log:read'];

const person = (...rights: string[]): Me => ({
  id: 'me',
  username: 'ann',
  displayName: 'Ann',
  kind: 'person',
  viewing: null,
  bindings: [],
  permissions: { platform: [], tenants: { acme: rights } },
});

const page = (...items: unknown[]) => ({ body: { items, nextCursor: null } });
const crew = { id: 'g', name: 'crew', displayName: 'The crew', members: 1, etag: '"4"' };
const bound = { role: 'tenant-viewer', tenantPath: 'acme', scope: 'subtree', instance: null };
const ada = { id: 'a', username: 'ada', displayName: 'Ada', kind: 'person', disabled: false };
const invited = (email: string, state: Invitation['state']): Invitation => ({
  id: email,
  email,
  state,
  role: 'tenant-viewer',
  scope: 'subtree',
  instance: null,
  group: null,
  invitedBy: 'Ann',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-01-08T00:00:00Z',
  acceptedAt: null,
  acceptedBy: null,
  revokedAt: null,
  revokedReason: '',
});

type Answer = { status?: number; body?: unknown };
const requests: { method: string; path: string; body: unknown; ifMatch: string | null }[] = [];
let answers: Record<string, Answer>;

beforeEach(() => {
  requests.length = 0;
  answers = {
    [`GET ${BASE}`]: { body: { path: 'acme', state: 'ACTIVE' } },
    'GET /api/v1/tenants': page(),
    [`GET ${BASE}/roles`]: page({
      name: 'tenant-viewer',
      description: '',
      permissions: ['instance:read', 'log:read'],
      builtIn: true,
      tenantPath: null,
      etag: '"0"',
    }),
    [`GET ${BASE}/groups`]: page(crew),
    [`GET ${BASE}/groups/crew`]: { body: { ...crew, roles: [bound] } },
    [`GET ${BASE}/groups/crew/members`]: page(ada),
    [`GET ${BASE}/invitations`]: page(
      invited('ada@example.org', 'PENDING'),
      invited('bob@example.org', 'EXPIRED'),
    ),
  };
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const [path = ''] = url.split('?');
    requests.push({
      method,
      path,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      ifMatch: new Headers(init.headers).get('If-Match'),
    });
    const answer = answers[`${method} ${path}`];
    if (!answer) throw new Error(`Nobody expected ${method} ${path}`);
    return Promise.resolve(
      new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
        status: answer.status ?? 200,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  window.history.replaceState(null, '', '/');
});

const sent = (method: string) => requests.find((one) => one.method === method);

function open(address: string, who = person(...MAY)) {
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={who}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path="/t/:tenant/members" element={<MembersPage />} />
            <Route path="/invitation" element={<InvitationPage />} />
          </Routes>
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
}

async function violations(root: Element): Promise<string[]> {
  const found = await axe.run(root, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

it('puts somebody into a group and takes them out again', async () => {
  answers[`PUT ${BASE}/groups/crew/members/bob`] = { status: 204 };
  answers[`DELETE ${BASE}/groups/crew/members/ada`] = { status: 204 };
  const { container } = open('/t/acme/members?tab=groups&group=crew');
  expect(await screen.findByTestId('group-roles')).toHaveTextContent('Viewer');
  expect(await violations(container)).toEqual([]);
  await userEvent.type(screen.getByTestId('group-member'), 'bob{Enter}');
  await waitFor(() => expect(sent('PUT')?.path).toBe(`${BASE}/groups/crew/members/bob`));
  await userEvent.click(screen.getByRole('button', { name: 'Remove ada from the group' }));
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(sent('DELETE')?.path).toBe(`${BASE}/groups/crew/members/ada`));
});

it('deletes the group that was read, and no other one', async () => {
  answers[`DELETE ${BASE}/groups/crew`] = { status: 204 };
  open('/t/acme/members?tab=groups&group=crew');
  await screen.findByTestId('group-roles');
  await userEvent.click(screen.getByTestId('delete-group'));
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent('Its roles end for its 1 member');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete the group' }));
  await waitFor(() => expect(sent('DELETE')).toMatchObject({ path: `${BASE}/groups/crew`, ifMatch: '"4"' }));
});

it('shows who may see members no button that changes something', async () => {
  open('/t/acme/members?tab=groups&group=crew', person('tenant:read', 'member:read'));
  await screen.findByTestId('group-roles');
  expect(screen.queryByTestId('add-group')).toBeNull();
  expect(screen.queryByTestId('delete-group')).toBeNull();
  expect(screen.queryByTestId('group-member')).toBeNull();
});

it('invites into a group and shows the link once', async () => {
  const link = 'https://m.example/invitation#mi_x';
  answers[`POST ${BASE}/invitations`] = {
    status: 201,
    body: { ...invited('eve@example.org', 'PENDING'), link },
  };
  const { container } = open('/t/acme/members?tab=invitations');
  await screen.findByText('ada@example.org');
  expect(await violations(container)).toEqual([]);
  await userEvent.click(screen.getByTestId('add-invitation'));
  await userEvent.type(screen.getByTestId('invitation-email'), 'eve@example.org');
  await userEvent.selectOptions(screen.getByTestId('invitation-gives'), 'group');
  await screen.findByRole('option', { name: 'The crew' });
  await userEvent.selectOptions(screen.getByTestId('invitation-group'), 'crew');
  expect(await violations(screen.getByRole('dialog'))).toEqual([]);
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Invite somebody' }));
  expect(await screen.findByTestId('invitation-link')).toHaveTextContent(link);
  expect(sent('POST')?.body).toEqual({ email: 'eve@example.org', group: 'crew' });
});

it('lets only open invitations be revoked', async () => {
  answers[`DELETE ${BASE}/invitations/ada@example.org`] = { status: 204 };
  open('/t/acme/members?tab=invitations');
  await screen.findByText('bob@example.org');
  expect(screen.queryByRole('button', { name: 'Revoke the invitation of bob@example.org' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Revoke the invitation of ada@example.org' }));
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(sent('DELETE')?.path).toContain('/invitations/'));
});

const invitation = {
  body: {
    email: 'ada@example.org',
    tenantPath: 'acme',
    role: 'tenant-viewer',
    group: null,
    invitedBy: 'Ann',
    expiresAt: '2026-01-08T00:00:00Z',
    mayRegister: true,
  },
};
const refused = { status: 401, body: { title: 'Sign in', detail: 'Sign in', status: 401, type: 'x' } };

it('makes an account for who opens a link, and keeps its secret out of the address', async () => {
  window.history.replaceState(null, '', '/invitation#mi_secret');
  answers['GET /api/v1/me'] = refused;
  answers[`POST ${LINKS}/lookup`] = invitation;
  answers[`POST ${LINKS}/register`] = {
    status: 201,
    body: { username: 'ada@example.org', tenantPath: 'acme' },
  };
  const { container } = open('/invitation');
  await userEvent.type(await screen.findByTestId('invitation-name'), 'Ada');
  expect(await violations(container)).toEqual([]);
  expect(window.location.hash).toBe('');
  await userEvent.type(screen.getByTestId('invitation-password'), 'correct horse{Enter}');
  expect(await screen.findByText('ada@example.org is in acme now.')).toBeInTheDocument();
  expect(requests.at(-1)?.path ?? '').not.toContain('mi_secret');
  expect(requests.find((one) => one.path.endsWith('/register'))?.body).toEqual({
    secret: 'mi_secret',
    displayName: 'Ada',
    password: 'correct horse',
  });
  expect(sessionStorage.length).toBe(0);
});

it('accepts as who is signed in, after asking', async () => {
  window.history.replaceState(null, '', '/invitation#mi_secret');
  answers['GET /api/v1/me'] = { body: person() };
  answers[`POST ${LINKS}/lookup`] = invitation;
  answers[`POST ${LINKS}/accept`] = { body: { username: 'ann', tenantPath: 'acme' } };
  open('/invitation');
  await userEvent.click(await screen.findByTestId('accept-invitation'));
  expect(await screen.findByText('ann is in acme now.')).toBeInTheDocument();
});

it('says so when the link is not whole or not valid', async () => {
  answers['GET /api/v1/me'] = refused;
  const { unmount } = open('/invitation');
  expect(await screen.findByText(/The link is not whole/)).toBeInTheDocument();
  unmount();
  window.history.replaceState(null, '', '/invitation#mi_used');
  answers[`POST ${LINKS}/lookup`] = {
    status: 404,
    body: { type: 'x', title: 'Not found', detail: 'This invitation is not valid', status: 404 },
  };
  open('/invitation');
  expect(await screen.findByText('This invitation is not valid')).toBeInTheDocument();
});
