// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { expectNoViolation, listed, onPlatform, openPage } from '../../testPage';
import { AuditPage } from './AuditPage';

const ERASE = 'POST /api/v1/audit/erase';
const MAY = onPlatform('audit:read', 'audit:erase');

const open = (more = {}, me = MAY, address = '/platform/audit') =>
  openPage({
    address,
    me,
    answers: {
      'GET /api/v1/tenants': listed(),
      'GET /api/v1/tenants/acme': { body: {} },
      'GET /api/v1/tenants/-/audit': listed(),
      'GET /api/v1/tenants/acme/audit': listed(),
      ...more,
    },
    element: <AuditPage />,
  });

async function fill(account: string, confirm: string) {
  await userEvent.click(await screen.findByTestId('erase-person'));
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.type(dialog.getByTestId('field-account'), account);
  await userEvent.type(dialog.getByTestId('field-confirm'), confirm);
  await userEvent.click(dialog.getByRole('button', { name: 'Erase a person' }));
}

afterEach(() => vi.unstubAllGlobals());

it('erases the account whose name was typed twice, says of how many events, and reads the log again', async () => {
  const { asked } = open({ [ERASE]: { body: { accountId: 'id-of-bea', events: 31 } } });
  await fill('bea', 'bea');
  expect(await screen.findByTestId('erased')).toHaveTextContent(/Erased from 31 events.*id-of-bea/);
  expect(asked.find(({ what }) => what === ERASE)?.body).toEqual({ account: 'bea', confirm: 'bea' });
  await waitFor(() =>
    expect(asked.filter(({ what }) => what === 'GET /api/v1/tenants/-/audit')).toHaveLength(2),
  );
});

it('shows at the field that the names differ, and stays', async () => {
  open({
    [ERASE]: {
      status: 422,
      body: {
        type: 't',
        title: 'Not valid',
        status: 422,
        detail: 'Repeat the name.',
        errors: [{ pointer: '/confirm', message: 'must be bea' }],
      },
    },
  });
  await fill('bea', 'be');
  expect(await within(screen.getByRole('dialog')).findByText('must be bea')).toBeInTheDocument();
  await expectNoViolation();
});

it('is offered on the platform’s log alone, and only to who may', async () => {
  const { unmount } = open({}, MAY, '/t/acme/audit');
  await screen.findByTestId('export-audit');
  expect(screen.queryByTestId('erase-person')).toBeNull();
  unmount();
  open({}, onPlatform('audit:read'));
  await screen.findByTestId('export-audit');
  expect(screen.queryByTestId('erase-person')).toBeNull();
});
