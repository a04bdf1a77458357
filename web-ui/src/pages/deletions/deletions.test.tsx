// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Tenant, TenantDeletion, TenantDeletionStep } from '../../api/types';
import { expectNoViolation, inTenant, listed, onPlatform, openPage, refused } from '../../testPage';
import { useLive } from '../../api/live';
import { DeletionCard } from './DeletionCard';
import { DeletionsPage } from './DeletionsPage';

const tenant: Tenant = {
  id: 'id-of-streams',
  path: 'acme/streams',
  label: 'streams-x1',
  name: 'streams',
  displayName: 'Streams',
  parentPath: 'acme',
  state: 'DELETING',
  stateReason: '',
  createdAt: '2026-01-01T00:00:00Z',
  limits: {},
  quota: [],
  etag: '"7"',
};

const step = (position: number, more: Partial<TenantDeletionStep> = {}): TenantDeletionStep => ({
  position,
  tenantPath: 'acme/streams',
  kind: 'SECRETS',
  description: 'removes the secrets with all their versions',
  state: 'PENDING',
  reason: '',
  since: '2026-11-20T10:00:00Z',
  gone: {},
  ...more,
});

const deletion = (more: Partial<TenantDeletion> = {}): TenantDeletion => ({
  id: 'd1',
  tenantId: tenant.id,
  path: 'acme/streams',
  label: 'streams-x1',
  state: 'GRACE',
  status: 'as the server says',
  reason: 'The team is gone',
  askedBy: 'ada',
  askedAt: '2026-11-19T10:00:00Z',
  graceEndsAt: '2026-11-26T10:00:00Z',
  startedAt: null,
  restoredAt: null,
  restoredBy: null,
  completedAt: null,
  steps: [step(1), step(2, { kind: 'KEYS' })],
  stays: ['the audit log'],
  ...more,
});
const running = deletion({
  state: 'RUNNING',
  startedAt: '2026-11-26T10:00:00Z',
  steps: [
    step(1, { state: 'DONE', gone: { secrets: 3, secretVersions: 1, quarks: 2, pods: 0 } }),
    step(2, { kind: 'WORKLOAD', state: 'WAITING', reason: '2 pods are stopping' }),
  ],
});
const done = deletion({ state: 'DONE', completedAt: '2026-11-26T11:00:00Z' });

const TREE = listed({ path: 'acme', state: 'ACTIVE' }, tenant);
const above = inTenant('acme', 'tenant:read', 'tenant:write');

function card(of: TenantDeletion, me = above, more = {}) {
  return openPage({
    me,
    answers: {
      'GET /api/v1/tenants': TREE,
      'GET /api/v1/tenants/acme~streams/deletion': { body: of },
      ...more,
    },
    element: <DeletionCard tenant={tenant} />,
  });
}

function list(of: TenantDeletion, more = {}, me = onPlatform('audit:read')) {
  return openPage({
    address: `/platform/deletions?deletion=${of.id}`,
    me,
    answers: {
      'GET /api/v1/tenants': TREE,
      'GET /api/v1/tenant-deletions': listed({ ...of, steps: [] }),
      [`GET /api/v1/tenant-deletions/${of.id}`]: { body: of },
      ...more,
    },
    element: <DeletionsPage />,
  });
}

afterEach(() => vi.unstubAllGlobals());

it('says until when a tenant can be restored, who asked and why, and restores it when told twice', async () => {
  const { asked } = card(deletion(), above, {
    'POST /api/v1/tenants/acme~streams/restore': { body: {} },
  });
  expect(await screen.findByTestId('deletion-status')).toHaveTextContent(/restored until 26 Nov 2026/);
  expect(screen.getByText('ada')).toBeInTheDocument();
  expect(screen.getByText('The team is gone')).toBeInTheDocument();
  expect(screen.getByText('0 of 2 done')).toBeInTheDocument();
  await expectNoViolation();
  await userEvent.click(screen.getByTestId('restore'));
  expect(asked.some(({ what }) => what.startsWith('POST'))).toBe(false);
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Restore' }));
  await waitFor(() =>
    expect(asked.map(({ what }) => what)).toContain('POST /api/v1/tenants/acme~streams/restore'),
  );
});

it('offers no restore to those inside, nor once the steps have begun', async () => {
  const inside = card(deletion(), inTenant('acme/streams', 'tenant:read', 'tenant:write'));
  await screen.findByTestId('deletion-steps');
  expect(screen.queryByTestId('restore')).toBeNull();
  inside.unmount();
  card(running);
  await screen.findByTestId('deletion-steps');
  expect(screen.queryByTestId('restore')).toBeNull();
});

it('says of each step what it took away, or what it waits for', async () => {
  card(running);
  const [first, second] = within(await screen.findByTestId('deletion-steps')).getAllByRole('listitem');
  expect(first).toHaveTextContent('Gone: 3 secrets, 1 version of a secret, 2 quarks');
  expect(first).not.toHaveTextContent('0 pods');
  expect(second).toHaveTextContent(/Pods and volumes.*Waiting for \d.*: 2 pods are stopping/);
  expect(screen.getByTestId('deletion-status')).toHaveTextContent('Now: Pods and volumes of acme/streams.');
});

it('follows the steps by the events of the stream, and asks for nothing between them', async () => {
  const streams: EventTarget[] = [];
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      static CLOSED = 2;
      readyState = 1;
      constructor() {
        super();
        streams.push(this);
      }
      close() {
        this.readyState = 2;
      }
    },
  );
  function Page() {
    useLive({ kind: 'tenant', path: 'acme' });
    return <DeletionCard tenant={tenant} />;
  }
  const DELETION = 'GET /api/v1/tenants/acme~streams/deletion';
  const answers = { 'GET /api/v1/tenants': TREE, [DELETION]: { body: running } };
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { asked } = openPage({ me: above, answers, element: <Page /> });
  const times = () => asked.filter(({ what }) => what === DELETION).length;
  try {
    await screen.findByText('1 of 2 done');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(times()).toBe(1);
    answers[DELETION] = {
      body: { ...running, steps: running.steps.map((one) => ({ ...one, state: 'DONE' })) },
    };
    streams[0]?.dispatchEvent(new MessageEvent('deletion', { data: '{"tenant":"acme/streams"}' }));
    expect(await screen.findByText('2 of 2 done')).toBeInTheDocument();
    expect(times()).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

it('leaves what is next to the server where steps are of tenants that one may not see', async () => {
  card({ ...running, steps: [step(1, { state: 'DONE' }), step(3)] });
  expect(await screen.findByText(/may not see are not listed/)).toBeInTheDocument();
  expect(screen.getByTestId('deletion-status')).toHaveTextContent('as the server says');
});

it('names the tenant above with which it goes along, and restores that one', async () => {
  const { asked } = card(deletion({ path: 'acme' }), onPlatform('tenant:read', 'tenant:write'), {
    'POST /api/v1/tenants/acme/restore': { body: {} },
  });
  expect(await screen.findByText(/goes along with acme,/)).toBeInTheDocument();
  await userEvent.click(await screen.findByTestId('restore'));
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(asked.map(({ what }) => what)).toContain('POST /api/v1/tenants/acme/restore'));
});

it('asks for nothing while nobody wants to delete the tenant', () => {
  const { asked, container } = openPage({
    me: above,
    answers: { 'GET /api/v1/tenants': TREE },
    element: <DeletionCard tenant={{ ...tenant, state: 'ACTIVE' }} />,
  });
  expect(container).toBeEmptyDOMElement();
  expect(asked.map(({ what }) => what)).not.toContain('GET /api/v1/tenants/acme~streams/deletion');
});

it('shows the figures, the digest and the key of a signed report, and the way to take it away', async () => {
  list(done, {
    'GET /api/v1/tenant-deletions/d1/report': {
      body: {
        statement: JSON.stringify({ completedAt: '2026-11-26T11:00:00Z', total: { secrets: 3, tenants: 1 } }),
        digest: 'd1'.repeat(32),
        signature: 's',
        key: { version: 2, key: 'k', fingerprint: 'f0'.repeat(32) },
      },
    },
  });
  const report = within(await screen.findByTestId('deletion-report'));
  expect(await report.findByText('3 secrets')).toBeInTheDocument();
  expect(report.getByText('1 tenant')).toBeInTheDocument();
  expect(report.getByTitle('d1'.repeat(32))).toBeInTheDocument();
  const file = report.getByTestId('download-report');
  expect(file).toHaveAttribute('href', '/api/v1/tenant-deletions/d1/report');
  expect(file).toHaveAttribute('download', 'deletion-streams-x1.json');
  expect(report.getByText(/tenant deletion verify deletion-streams-x1.json/)).toHaveTextContent(
    'f0'.repeat(32),
  );
  await expectNoViolation();
});

it('shows a report that it cannot read as one to be checked elsewhere', async () => {
  list(done, {
    'GET /api/v1/tenant-deletions/d1/report': {
      body: {
        statement: 'something newer',
        digest: 'd1',
        signature: 's',
        key: { version: 2, key: 'k', fingerprint: 'f0' },
      },
    },
  });
  expect(await screen.findByText(/cannot be read here/)).toBeInTheDocument();
  expect(screen.getByTestId('download-report')).toBeInTheDocument();
});

it('asks for no report before the end, and lets an auditor restore nothing', async () => {
  const { asked } = list(deletion());
  await screen.findByTestId('deletion-steps');
  expect(screen.queryByTestId('restore')).toBeNull();
  expect(asked.map(({ what }) => what)).not.toContain('GET /api/v1/tenant-deletions/d1/report');
});

it('says what stands in the list when it is empty, and why it could not be read', async () => {
  const open = (answer: object) =>
    openPage({
      address: '/platform/deletions',
      me: onPlatform('audit:read'),
      answers: { 'GET /api/v1/tenant-deletions': answer },
      element: <DeletionsPage />,
    });
  const { unmount } = open(listed());
  expect(await screen.findByText('No tenant was ever deleted')).toBeInTheDocument();
  unmount();
  open(refused(503, 'The store does not answer.'));
  expect(await screen.findByText('The store does not answer.')).toBeInTheDocument();
});
