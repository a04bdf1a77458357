// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { IdentitySync } from '../../api/types';
import { expectNoViolation, onPlatform, openPage, refused, type Answer } from '../../testPage';
import { IdentityPage } from './IdentityPage';

const ROUND = 'POST /api/v1/identity/sync';

const sync = (more: Partial<IdentitySync> = {}): IdentitySync => ({
  result: 'done',
  reason: null,
  failures: 0,
  attemptedAt: '2026-11-21T10:00:00Z',
  succeededAt: '2026-11-21T10:00:00Z',
  nextAt: '2026-11-21T10:01:00Z',
  changed: 3,
  withheld: 0,
  ...more,
});
const keycloak = (of: IdentitySync | null): Answer => ({
  body: { kind: 'keycloak', issuer: 'https://login.example.org/realms/m', sync: of },
});
const found = (dryRun: boolean, changes: string[], held: string[] = []): Answer => ({
  body: {
    dryRun,
    differences: changes.map((change) => ({ kind: 'add-member', where: 'meridian', change })),
    withheld: held.map((reason) => ({ subject: '14 accounts', reason })),
  },
});

function open(provider: Answer, answers: Record<string, Answer> = {}, may = true) {
  return openPage({
    address: '/platform/identity',
    me: may ? onPlatform('member:read', 'member:write') : onPlatform('member:read'),
    answers: { 'GET /api/v1/identity/provider': provider, ...answers },
    element: <IdentityPage />,
  });
}
const rounds = (asked: { what: string; url: string }[]) =>
  asked.filter(({ what }) => what === ROUND).map(({ url }) => url.split('?')[1]);

afterEach(() => vi.unstubAllGlobals());

it('says that nothing is taken over where accounts are kept here', async () => {
  open({ body: { kind: 'embedded', issuer: null, sync: null } });
  expect(await screen.findByText(/accounts that the platform keeps itself/)).toBeInTheDocument();
  expect(screen.queryByTestId('sync-run')).toBeNull();
});

it('says why rounds wait, and how often they failed', async () => {
  open(keycloak(sync({ result: 'waiting', reason: 'Keycloak does not answer: look at it.', failures: 4 })));
  expect(await screen.findByText('Keycloak does not answer: look at it.')).toBeInTheDocument();
  expect(screen.getByText('Failures in a row').closest('div')).toHaveTextContent('4');
  await expectNoViolation();
});

it('shows what a round would change and what it leaves, and changes nothing by that', async () => {
  const { asked } = open(keycloak(sync()), {
    [ROUND]: found(true, ['Add mira to acme'], ['14 of 61 are gone']),
  });
  await userEvent.click(await screen.findByTestId('sync-look'));
  const result = within(await screen.findByTestId('sync-result'));
  expect(result.getByText('Add mira to acme')).toBeInTheDocument();
  expect(result.getByText('14 of 61 are gone')).toBeInTheDocument();
  expect(result.getByText('What a round would change')).toBeInTheDocument();
  expect(rounds(asked)).toEqual(['dryRun=true&manyMayGo=false']);
  await expectNoViolation();
});

it('synchronises now, and reads again how it stands', async () => {
  const { asked } = open(keycloak(null), { [ROUND]: found(false, []) });
  await userEvent.click(await screen.findByTestId('sync-run'));
  expect(await screen.findByText(/No differences/)).toBeInTheDocument();
  expect(rounds(asked)).toEqual(['dryRun=false&manyMayGo=false']);
  await waitFor(() =>
    expect(asked.filter(({ what }) => what === 'GET /api/v1/identity/provider').length).toBeGreaterThan(1),
  );
});

it('releases what is held back only after what would go was seen and confirmed', async () => {
  const { asked } = open(keycloak(sync({ withheld: 1 })), {
    [ROUND]: found(true, ['Disable account contractor-1']),
  });
  expect(await screen.findByTestId('withheld')).toHaveTextContent('1 difference waits for a person');
  expect(screen.queryByTestId('sync-release')).toBeNull();
  await userEvent.click(screen.getByTestId('sync-look-released'));
  expect(await screen.findByText('Disable account contractor-1')).toBeInTheDocument();
  await userEvent.click(screen.getByTestId('sync-release'));
  expect(rounds(asked)).toEqual(['dryRun=true&manyMayGo=true']);
  await userEvent.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Release and synchronise' }),
  );
  await waitFor(() => expect(rounds(asked)).toContain('dryRun=false&manyMayGo=true'));
});

it('says why a round could not be made', async () => {
  open(keycloak(sync()), { [ROUND]: refused(409, 'A synchronisation is running already.') });
  await userEvent.click(await screen.findByTestId('sync-run'));
  expect(await screen.findByText('A synchronisation is running already.')).toBeInTheDocument();
});

it('lets who may only look start nothing', async () => {
  open(keycloak(sync({ withheld: 2 })), {}, false);
  expect(await screen.findByTestId('withheld')).toBeInTheDocument();
  for (const id of ['sync-look', 'sync-run', 'sync-look-released'])
    expect(screen.queryByTestId(id)).toBeNull();
});
