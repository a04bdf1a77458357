// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Tenant } from '../../api/types';
import { DeleteTenantDialog, RestoreTenantDialog } from './DeleteTenantDialogs';

const tenant: Tenant = {
  id: 'id-of-streams',
  path: 'acme/streams',
  label: 'streams-x1',
  name: 'streams',
  displayName: 'Streams',
  parentPath: 'acme',
  state: 'ACTIVE',
  stateReason: '',
  createdAt: '2026-01-01T00:00:00Z',
  limits: {},
  quota: [],
  etag: '"7"',
};

const requests: { url: string; method: string | undefined; body: unknown }[] = [];

function answering(status: number, body: unknown) {
  requests.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({
      url,
      method: init.method,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    });
    return Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }),
    );
  });
}

function open(dialog: (onClose: () => void) => React.ReactNode) {
  const onClose = vi.fn();
  render(<QueryClientProvider client={new QueryClient()}>{dialog(onClose)}</QueryClientProvider>);
  return onClose;
}

afterEach(() => vi.unstubAllGlobals());

it('asks for the path, and sends it with the days of grace only when they were given', async () => {
  answering(202, {});
  const onClose = open((close) => <DeleteTenantDialog tenant={tenant} onClose={close} />);
  const submit = screen.getByRole('button', { name: 'Delete' });
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByTestId('field-confirm'), 'acme/streams');
  await userEvent.type(screen.getByTestId('field-reason'), 'The team is gone');
  await userEvent.click(submit);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(requests).toEqual([
    {
      url: '/api/v1/tenants/acme~streams',
      method: 'DELETE',
      body: { confirm: 'acme/streams', reason: 'The team is gone' },
    },
  ]);
});

it('shows at the path that it is not the one, and stays', async () => {
  answering(422, {
    type: 't',
    title: 'Not valid',
    status: 422,
    detail: 'Some fields are wrong.',
    errors: [{ pointer: '/confirm', message: 'is not the path of this tenant' }],
  });
  const onClose = open((close) => <DeleteTenantDialog tenant={tenant} onClose={close} />);
  await userEvent.type(screen.getByTestId('field-confirm'), 'acme');
  await userEvent.type(screen.getByTestId('field-graceDays'), '3');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await screen.findByText('is not the path of this tenant');
  expect(requests[0]?.body).toEqual({ confirm: 'acme', graceDays: 3, reason: '' });
  expect(onClose).not.toHaveBeenCalled();
});

it('restores', async () => {
  answering(200, {});
  const onClose = open((close) => <RestoreTenantDialog tenant={tenant} onClose={close} />);
  await userEvent.click(screen.getByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(requests).toEqual([
    { url: '/api/v1/tenants/acme~streams/restore', method: 'POST', body: undefined },
  ]);
});
