// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { expectNoViolation, inTenant, listed, member, onPlatform, openPage, refused } from '../../testPage';
import { MembersPage } from './MembersPage';

const MEMBERS = [
  member('bea'),
  member('cleo', { disabled: true }),
  member('ci', { kind: 'service-account' }),
  member('crew', { kind: 'group' }),
  member('ann', { id: 'me' }),
];
const ADMIN = onPlatform('tenant:read', 'member:read', 'member:write');

function open(more = {}, me = ADMIN, address = '/t/acme/members') {
  return openPage({
    address,
    route: '/t/:tenant/members',
    me,
    answers: {
      'GET /api/v1/tenants': listed(),
      'GET /api/v1/tenants/acme': { body: { path: 'acme', state: 'ACTIVE' } },
      'GET /api/v1/tenants/acme/members': listed(...MEMBERS),
      'GET /api/v1/tenants/acme/members/bea/rights': { body: [] },
      ...more,
    },
    element: <MembersPage />,
  });
}
const changes = (asked: { what: string }[]) =>
  asked.map(({ what }) => what).filter((what) => !what.startsWith('GET'));
const menuOf = (name: string) => screen.findByRole('button', { name: `Change the account ${name}` });
const answer = async (name: string) =>
  userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name }));

afterEach(() => vi.unstubAllGlobals());

it('disables an account once it has said what ends, and reads the members again', async () => {
  const { asked } = open({ 'POST /api/v1/accounts/bea/disable': { body: {} } });
  await userEvent.click(await menuOf('bea'));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Disable the account' }));
  expect(await screen.findByRole('dialog')).toHaveTextContent(/in no tenant.*within a second/);
  await expectNoViolation();
  expect(changes(asked)).toEqual([]);
  await answer('Disable the account');
  await waitFor(() => expect(changes(asked)).toEqual(['POST /api/v1/accounts/bea/disable']));
  await waitFor(() =>
    expect(asked.filter(({ what }) => what === 'GET /api/v1/tenants/acme/members')).toHaveLength(2),
  );
});

it('enables a disabled one, and offers what can be done with a program and no more', async () => {
  const { asked } = open({ 'POST /api/v1/accounts/cleo/enable': { body: {} } });
  await userEvent.click(await menuOf('ci'));
  expect(screen.getByTestId('account-disable')).toBeInTheDocument();
  expect(screen.queryByTestId('account-resetSecondFactor')).toBeNull();
  await userEvent.click(await menuOf('ci'));
  await userEvent.click(await menuOf('cleo'));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Enable the account' }));
  await answer('Enable the account');
  await waitFor(() => expect(changes(asked)).toEqual(['POST /api/v1/accounts/cleo/enable']));
});

it('offers neither groups nor oneself', async () => {
  open();
  await menuOf('bea');
  for (const name of ['crew', 'ann'])
    expect(screen.queryByRole('button', { name: `Change the account ${name}` })).toBeNull();
});

it('offers nothing to who administers a tenant alone', async () => {
  open({}, inTenant('acme', 'tenant:read', 'member:read', 'member:write'));
  await screen.findByText('bea');
  expect(screen.queryByRole('button', { name: /^Change the account / })).toBeNull();
});

it('resets a second factor from the panel about somebody, and keeps asking with the reason', async () => {
  const { asked } = open(
    { 'DELETE /api/v1/accounts/bea/second-factor': refused(404, 'bea has no second factor.') },
    ADMIN,
    '/t/acme/members?why=bea',
  );
  await userEvent.click(await screen.findByTestId('panel-resetSecondFactor'));
  expect(screen.getByRole('dialog')).toHaveTextContent('the password alone lets them in');
  await answer('Reset the second factor');
  expect(
    await within(screen.getByRole('dialog')).findByText('bea has no second factor.'),
  ).toBeInTheDocument();
  expect(changes(asked)).toEqual(['DELETE /api/v1/accounts/bea/second-factor']);
});
