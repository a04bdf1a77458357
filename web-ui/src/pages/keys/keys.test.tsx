// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { expectNoViolation, inTenant, listed, onPlatform, openPage, refused } from '../../testPage';
import { DataKeyCard } from './DataKeyCard';
import { PlatformSettingsPage } from './PlatformSettingsPage';

const EMBEDDED = { body: { kind: 'embedded', issuer: null, sync: null } };

function settings(more = {}, me = onPlatform('key:rotate', 'member:read')) {
  return openPage({
    address: '/platform/settings',
    me,
    answers: { 'GET /api/v1/identity/provider': EMBEDDED, ...more },
    element: <PlatformSettingsPage />,
  });
}

const answer = (name: string) =>
  userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));
const posted = (asked: { what: string }[]) =>
  asked.map(({ what }) => what).filter((what) => what.startsWith('POST'));

afterEach(() => vi.unstubAllGlobals());

it('rotates the data key of a tenant once it has said what that does, and tells how much was sealed', async () => {
  const { asked } = openPage({
    me: inTenant('acme', 'tenant:read', 'key:rotate'),
    answers: {
      'GET /api/v1/tenants': listed(),
      'GET /api/v1/tenants/acme~streams': { body: { path: 'acme/streams', state: 'ACTIVE' } },
      'POST /api/v1/tenants/acme~streams/data-key/rotate': { body: { changed: 7 } },
    },
    element: <DataKeyCard tenant="acme/streams" />,
  });
  await userEvent.click(screen.getByTestId('rotate-data-key'));
  expect(screen.getByRole('dialog')).toHaveTextContent('no service restarts');
  expect(posted(asked)).toEqual([]);
  await answer('Rotate the data key');
  expect(await screen.findByText(/7 versions of secrets were sealed anew/)).toBeInTheDocument();
  expect(posted(asked)).toEqual(['POST /api/v1/tenants/acme~streams/data-key/rotate']);
  await expectNoViolation();
});

it('shows no data key to who may not rotate it, nor in a tenant where nothing can be changed', async () => {
  const { container, unmount } = openPage({
    me: inTenant('acme', 'tenant:read'),
    answers: { 'GET /api/v1/tenants': listed(), 'GET /api/v1/tenants/acme': { body: {} } },
    element: <DataKeyCard tenant="acme" />,
  });
  expect(container).toBeEmptyDOMElement();
  unmount();
  const frozen = openPage({
    me: onPlatform('tenant:read', 'key:rotate'),
    answers: {
      'GET /api/v1/tenants': listed({ path: 'acme', state: 'DELETING' }),
      'GET /api/v1/tenants/acme': { body: { path: 'acme', state: 'DELETING' } },
    },
    element: <DataKeyCard tenant="acme" />,
  });
  await waitFor(() => expect(frozen.container).toBeEmptyDOMElement());
});

it.each([
  ['rotate-key-encryption', 'Rotate', 'key-encryption/rotate', /12 keys were wrapped anew/],
  ['rewrap', 'Wrap anew', 'key-encryption/rewrap', /^.*12 keys were wrapped anew\.$/],
] as const)('answers %s with what was wrapped', async (testId, submit, path, said) => {
  const { asked } = settings({ [`POST /api/v1/${path}`]: { body: { changed: 12 } } });
  await userEvent.click(screen.getByTestId(testId));
  await answer(submit);
  expect(await screen.findByText(said)).toBeInTheDocument();
  expect(posted(asked)).toEqual([`POST /api/v1/${path}`]);
});

it('says from when the new signing key signs and until when the old one counts', async () => {
  settings({
    'POST /api/v1/signing-key/rotate': {
      body: { signsFrom: '2026-11-21T10:00:00Z', verifiesUntil: '2026-11-21T12:00:00Z' },
    },
  });
  await userEvent.click(screen.getByTestId('rotate-signing-key'));
  await answer('Rotate the signing key');
  expect(
    await screen.findByText(/A new key signs from 21 Nov 2026.*verifies until 21 Nov 2026/),
  ).toBeInTheDocument();
  await expectNoViolation();
});

it('keeps asking with the reason when a key cannot be rotated', async () => {
  settings({ 'POST /api/v1/key-encryption/rotate': refused(503, 'Vault does not answer.') });
  await userEvent.click(screen.getByTestId('rotate-key-encryption'));
  await answer('Rotate');
  expect(await within(screen.getByRole('dialog')).findByText('Vault does not answer.')).toBeInTheDocument();
});

it('leaves the signing key to the issuer where there is one', async () => {
  settings({
    'GET /api/v1/identity/provider': {
      body: { kind: 'oidc', issuer: 'https://login.example.org', sync: null },
    },
  });
  expect(await screen.findByText(/signed by https:\/\/login.example.org: rotate/)).toBeInTheDocument();
  expect(screen.queryByTestId('rotate-signing-key')).toBeNull();
});

it('does not ask for the provider as somebody who may not', () => {
  const { asked } = settings({}, onPlatform('key:rotate'));
  expect(screen.getByTestId('rotate-signing-key')).toBeInTheDocument();
  expect(asked).toEqual([]);
});
