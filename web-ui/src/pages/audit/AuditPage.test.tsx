// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { AuditCheck, AuditEvent } from '../../api/types';
import { MeContext } from '../../shell/useMe';
import { onPlatform } from '../../testPage';
import { AuditPage } from './AuditPage';

const event: AuditEvent = {
  id: '0199-a',
  position: 12,
  at: '2026-11-20T10:00:00Z',
  actor: 'dana',
  actorId: 'account-1',
  origin: 'agent',
  originId: 'agent-7',
  behalf: null,
  behalfId: null,
  action: 'secret.rotate',
  subject: 'kafka/password',
  subjectId: 'secret-5',
  outcome: 'DONE',
  result: 'done',
  address: '192.0.2.7',
  detail: { version: 2 },
  before: 'a'.repeat(64),
  after: 'b'.repeat(64),
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
};
const erased: AuditEvent = {
  ...event,
  id: '0199-b',
  position: null,
  actor: null,
  subject: null,
  address: null,
  detail: null,
  before: null,
  after: null,
  outcome: 'REFUSED',
  result: 'not-found',
  action: 'permission.use',
};

const BASE = '/api/v1/tenants/acme~streams/audit';
const asked: string[] = [];

function open(answers: { events?: unknown; check?: AuditCheck }, at = '/t/acme~streams/audit') {
  asked.length = 0;
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(
      Response.json(
        url.endsWith('/verify')
          ? answers.check
          : (answers.events ?? { items: [event, erased], nextCursor: null }),
      ),
    );
  });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={onPlatform('audit:read')}>
        <MemoryRouter initialEntries={[at]}>
          <AuditPage />
          <Address />
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
}

function Address() {
  return <output>{useLocation().search}</output>;
}

afterEach(() => vi.unstubAllGlobals());

it('shows who did what through whom, with digests and trace, and has no accessibility violation', async () => {
  const { container } = open({});
  await userEvent.click(await screen.findByRole('button', { name: /^Details of secret.rotate/ }));
  const dialog = screen.getByRole('dialog');
  for (const text of ['dana', 'agent', '192.0.2.7', '{"version":2}', '12']) {
    expect(within(dialog).getByText(text, { selector: ':not(button)' })).toBeInTheDocument();
  }
  expect(within(dialog).getByTitle(event.traceId ?? '')).toBeInTheDocument();
  expect(within(dialog).getByTitle('b'.repeat(64))).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  const found = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('names the person behind a service account in the list and among the details', async () => {
  const robot: AuditEvent = {
    ...event,
    actor: 'ci-deploy',
    origin: 'service-account',
    originId: null,
    behalf: 'erin',
    behalfId: 'account-9',
  };
  open({ events: { items: [robot], nextCursor: null } });
  expect(await screen.findByText('service account for erin')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: /^Details of secret.rotate/ }));
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByText('erin')).toBeInTheDocument();
  expect(within(dialog).getByTitle('account-9')).toBeInTheDocument();
});

it('says which values were erased', async () => {
  open({});
  const row = (await screen.findByRole('button', { name: /^Details of permission.use/ })).closest('tr');
  expect(within(row ?? document.body).getAllByText('Erased')).toHaveLength(2);
  expect(within(row ?? document.body).getByText('not-found')).toBeInTheDocument();
});

it('filters on the server by what the address says, days as moments', async () => {
  open({}, '/t/acme~streams/audit?from=2026-11-01&outcome=DONE');
  await screen.findByText('dana');
  await userEvent.type(screen.getByLabelText('Filter by who'), 'dana');
  await waitFor(() => expect(asked.at(-1)).toContain('actor=dana'));
  const last = new URL(asked.at(-1) ?? '', 'http://here').searchParams;
  expect(last.get('from')).toBe('2026-11-01T00:00:00Z');
  expect(last.get('outcome')).toBe('DONE');
  // One request for the first page and one for the word, not one for each letter.
  expect(asked).toHaveLength(2);
  expect(screen.getByText(/actor=dana/)).toBeInTheDocument();
});

it('tells what the check of the chain found', async () => {
  open({
    check: {
      intact: false,
      entries: 12,
      pending: 1,
      anchors: 2,
      head: null,
      verdicts: [{ kind: 'EDITED', position: 3, message: 'The event of entry 3 was changed.' }],
    },
  });
  await userEvent.click(await screen.findByTestId('verify-chain'));
  const verdict = await screen.findByTestId('chain-verdict');
  expect(verdict).toHaveTextContent('Not intact');
  expect(verdict).toHaveTextContent('EDITED The event of entry 3 was changed.');
  expect(asked).toContain(`${BASE}/verify`);
});

it("exports the platform's own log on the platform's page", async () => {
  open({}, '/platform/audit');
  expect(await screen.findByTestId('export-audit')).toHaveAttribute('href', '/api/v1/tenants/-/audit/export');
});
