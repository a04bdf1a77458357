// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import type { SecondFactor } from '../../api/types';
import { SecondFactorSection } from './SecondFactorSection';

const PATH = '/api/v1/me/second-factor';
const NONE: SecondFactor = { possible: true, required: false, since: null, recoveryCodes: 0 };
const ON: SecondFactor = { ...NONE, since: '2026-11-01T09:00:00Z', recoveryCodes: 9 };

let bodies: Record<string, unknown> = {};

function open(before: SecondFactor, after: SecondFactor = before, refused: Record<string, number> = {}) {
  let factor = before;
  bodies = {};
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const asked = `${init.method ?? 'GET'} ${url}`;
    bodies[asked] = init.body ? JSON.parse(init.body as string) : null;
    const status = refused[asked] ?? (init.method === 'DELETE' ? 204 : 200);
    const problem = {
      type: 't',
      title: 'Not valid',
      status,
      detail: 'The code is not right.',
      errors: [{ pointer: '/code', message: 'The code is not right.' }],
    };
    if (status < 400 && (init.method === 'DELETE' || asked.endsWith('/confirm'))) factor = after;
    const body = asked.endsWith('/confirm')
      ? { recoveryCodes: ['aaaa-bbbb', 'cccc-dddd'] }
      : init.method === 'POST'
        ? { secret: 'GEZDGNBV', uri: 'otpauth://totp/x', qrCode: ['10', '01'] }
        : factor;
    return Promise.resolve(
      new Response(status === 204 ? null : JSON.stringify(status >= 400 ? problem : body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SecondFactorSection />
    </QueryClientProvider>,
  );
}

const dialog = () => within(screen.getByRole('dialog'));
const answer = (name: string) => userEvent.click(dialog().getByRole('button', { name }));
const noViolation = async () => {
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
};

async function toTheCode() {
  await userEvent.click(await screen.findByTestId('second-factor-enrol'));
  await userEvent.type(dialog().getByTestId('field-password'), 's3cret');
  await answer('Continue');
  await screen.findByText('GEZDGNBV');
}

afterEach(() => vi.unstubAllGlobals());

it('leads from the password over the QR code to the recovery codes, which are shown once', async () => {
  open(NONE, ON);
  await toTheCode();
  expect(bodies[`POST ${PATH}`]).toEqual({ password: 's3cret' });
  expect(dialog().getByRole('img', { name: /QR code/ })).toBeInTheDocument();
  await noViolation();
  await userEvent.type(dialog().getByTestId('field-code'), '123456');
  await answer('Confirm');
  expect(await screen.findByTestId('recovery-codes')).toHaveTextContent('aaaa-bbbb cccc-dddd');
  expect(bodies[`POST ${PATH}/confirm`]).toEqual({ code: '123456' });
  await answer('Done');
  expect(await screen.findByText(/9 recovery codes are left/)).toBeInTheDocument();
  expect(screen.queryByText('aaaa-bbbb')).toBeNull();
});

it('hides the password that is typed', async () => {
  open(NONE);
  await userEvent.click(await screen.findByTestId('second-factor-enrol'));
  expect(dialog().getByTestId('field-password')).toHaveAttribute('type', 'password');
});

it('keeps the QR code on screen and says at the field when the code is not right', async () => {
  open(NONE, NONE, { [`POST ${PATH}/confirm`]: 422 });
  await toTheCode();
  await userEvent.type(dialog().getByTestId('field-code'), '000000');
  await answer('Confirm');
  expect((await dialog().findAllByText('The code is not right.')).length).toBeGreaterThan(0);
  expect(dialog().getByRole('img', { name: /QR code/ })).toBeInTheDocument();
});

it('takes it away with the password', async () => {
  open(ON, NONE);
  await userEvent.click(await screen.findByTestId('second-factor-disable'));
  await userEvent.type(dialog().getByTestId('field-password'), 's3cret');
  await answer('Take away');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(bodies[`DELETE ${PATH}`]).toEqual({ password: 's3cret' });
  expect(await screen.findByTestId('second-factor-enrol')).toBeInTheDocument();
});

it('says when one has to be set up, and has no accessibility violation', async () => {
  open({ ...NONE, required: true });
  expect(await screen.findByText(/before you can do anything else/)).toBeInTheDocument();
  await noViolation();
});

it('offers nothing to accounts that have no password here', async () => {
  const { container } = open({ ...NONE, possible: false });
  await waitFor(() => expect(bodies[`GET ${PATH}`]).toBeNull());
  expect(container).toBeEmptyDOMElement();
});
