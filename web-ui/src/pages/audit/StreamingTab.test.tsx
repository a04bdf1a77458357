// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { AuditDelivery, AuditSink, Me } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { AuditPage } from './AuditPage';

const TENANT = '/api/v1/tenants/acme';
const BASE = `${TENANT}/audit/sinks`;

const person = (permissions: string[], scope: 'subtree' | 'tenant' = 'subtree'): Me => ({
  id: 'me',
  username: 'ann',
  displayName: 'Ann',
  kind: 'person',
  viewing: null,
  bindings: [
    { role: 'auditing', tenant: { id: 'acme', path: 'acme', label: 'acme' }, scope, instance: null },
  ],
  permissions: { platform: [], tenants: { acme: permissions } },
});
const writes = person(['audit:read', 'audit:write']);

const sink: AuditSink = {
  id: 's1',
  name: 'siem',
  kind: 'webhook',
  target: 'https://siem.example/hook',
  ownAuthorities: false,
  state: 'RETRYING',
  reason: 'It answered 503.',
  lagSeconds: 125,
  sent: 411,
  failures: 3,
  nextAttemptAt: '2999-01-01T00:00:00Z',
  lastSentAt: '2026-11-01T00:00:00Z',
  createdAt: '2026-10-01T00:00:00Z',
  etag: '"4"',
};
const delivery = (id: string, more: Partial<AuditDelivery>): AuditDelivery => ({
  id,
  attempts: 1,
  attemptedAt: '2026-11-01T00:00:00Z',
  events: 12,
  madeAt: '2026-11-01T00:00:00Z',
  reason: '',
  resendOf: null,
  state: 'DELIVERED',
  status: 200,
  ...more,
});

type Answer = { status?: number; body: unknown };
const requests: { method: string; url: string; body: unknown; ifMatch: string | null }[] = [];

function open(who: Me, of: AuditSink[], answers: Record<string, Answer> = {}, more = '') {
  requests.length = 0;
  const all: Record<string, Answer> = {
    'GET /api/v1/tenants': { body: { items: [], nextCursor: null } },
    [`GET ${TENANT}/audit`]: { body: { items: [], nextCursor: null } },
    [`GET ${BASE}`]: { body: { items: of, nextCursor: null } },
    ...answers,
  };
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    requests.push({
      method,
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      ifMatch: new Headers(init.headers).get('If-Match'),
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
        <MemoryRouter initialEntries={[`/t/acme/audit?tab=streaming${more}`]}>
          <AuditPage />
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
}

const sent = (method: string) => requests.find((one) => one.method === method);
const inDialog = (name: string) => within(screen.getByRole('dialog')).getByRole('button', { name });

afterEach(() => vi.unstubAllGlobals());

it('says how far a sink is and why it is no further, and has no accessibility violation', async () => {
  const { container } = open(writes, [sink]);
  const row = (await screen.findByText('siem')).closest('tr');
  expect(row).toHaveTextContent('Trying again');
  expect(row).toHaveTextContent('It answered 503.');
  expect(row).toHaveTextContent('2 min 5 s');
  const found = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('adds a webhook from now on, and shows its secret once', async () => {
  open(writes, [sink], {
    [`POST ${BASE}`]: { status: 201, body: { id: 's2', name: 'hook', secret: 'whs-1' } },
  });
  await userEvent.click(await screen.findByTestId('add-sink'));
  await userEvent.type(screen.getByTestId('field-name'), 'hook');
  await userEvent.selectOptions(screen.getByTestId('field-kind'), 'webhook');
  await userEvent.type(screen.getByTestId('field-target'), 'https://hook.example/');
  await userEvent.click(inDialog('Add a sink'));
  expect(await screen.findByTestId('sink-secret')).toHaveTextContent('whs-1');
  expect(sent('POST')?.body).toEqual({
    name: 'hook',
    kind: 'webhook',
    target: 'https://hook.example/',
    history: false,
  });
});

it('closes when what was added has no secret', async () => {
  open(writes, [sink], { [`POST ${BASE}`]: { status: 201, body: { id: 's2', name: 'log', secret: null } } });
  await userEvent.click(await screen.findByTestId('add-sink'));
  await userEvent.type(screen.getByTestId('field-name'), 'log');
  await userEvent.type(screen.getByTestId('field-target'), 'tls://log.example:6514');
  await userEvent.selectOptions(screen.getByTestId('field-history'), 'all');
  await userEvent.click(inDialog('Add a sink'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent('POST')?.body).toMatchObject({ kind: 'syslog', history: true });
});

it('removes a sink as it was seen, only when asked again', async () => {
  open(writes, [sink], { [`DELETE ${BASE}/siem`]: { status: 204, body: null } });
  await userEvent.click(await screen.findByRole('button', { name: 'Remove the sink siem' }));
  expect(sent('DELETE')).toBeUndefined();
  await userEvent.click(inDialog('Remove'));
  await waitFor(() => expect(sent('DELETE')?.ifMatch).toBe('"4"'));
});

it('sends again what arrived or failed, and not what is on its way', async () => {
  open(
    writes,
    [sink],
    {
      [`GET ${BASE}/siem/deliveries`]: {
        body: {
          items: [
            delivery('d1', { state: 'PENDING', status: 503, reason: 'It answered 503.' }),
            delivery('d2', {}),
          ],
          nextCursor: null,
        },
      },
      [`POST ${BASE}/siem/deliveries/d2/resend`]: {
        status: 409,
        body: { type: 't', title: 'Not now', status: 409, detail: 'Too many are waiting.' },
      },
    },
    '&sink=siem',
  );
  const items = within(await screen.findByTestId('deliveries')).getAllByRole('listitem');
  expect(items[0]).toHaveTextContent('answered 503');
  expect(screen.getAllByRole('button', { name: /^Send again the delivery of / })).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: /^Send again the delivery of / }));
  expect(await screen.findByText('Too many are waiting.')).toBeInTheDocument();
});

it('offers nothing to change to who only reads, and no new sink to who writes in this tenant alone', async () => {
  const { unmount } = open(person(['audit:read']), [sink]);
  await screen.findByText('siem');
  expect(screen.queryByTestId('add-sink')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Remove the sink siem' })).toBeNull();
  unmount();
  open(person(['audit:read', 'audit:write'], 'tenant'), [sink]);
  expect(await screen.findByRole('button', { name: 'Remove the sink siem' })).toBeInTheDocument();
  expect(screen.queryByTestId('add-sink')).toBeNull();
});

it('goes from one part to the other', async () => {
  open(writes, []);
  expect(await screen.findByText('Not streamed anywhere')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('tab', { name: 'Log' }));
  expect(await screen.findByTestId('verify-chain')).toBeInTheDocument();
});
