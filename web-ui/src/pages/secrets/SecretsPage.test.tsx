// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { Secret } from '../../api/types';
import { DeleteSecretDialog } from './DeleteSecretDialog';
import { RevealSecretDialog, SHOWN_MS } from './RevealSecretDialog';
import { CreateSecretDialog } from './SecretDialogs';

const secret: Secret = {
  id: '5',
  path: 'kafka/password',
  description: '',
  binary: false,
  labels: {},
  currentVersion: 2,
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'dana',
  changedAt: '2026-01-01T00:00:00Z',
  users: 1,
};

const requests: { method: string; url: string; body: unknown }[] = [];

function answering(answers: Record<string, unknown>) {
  requests.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    requests.push({
      method,
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    });
    return Promise.resolve(
      new Response(JSON.stringify(answers[`${method} ${url}`] ?? {}), {
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
}

function show(dialog: React.ReactNode) {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MemoryRouter>{dialog}</MemoryRouter>
    </QueryClientProvider>,
  );
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const BASE = '/api/v1/tenants/acme~streams/secrets';

it('masks a value, sends it as text, and asks for what is missing', async () => {
  answering({});
  const onClose = vi.fn();
  show(<CreateSecretDialog path="acme/streams" onClose={onClose} />);
  const submit = screen.getByRole('button', { name: 'Create secret' });
  const value = screen.getByTestId('secret-value');
  expect(value).toHaveAttribute('type', 'password');
  await userEvent.type(value, 's3cr3t');
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByTestId('secret-path'), 'kafka/password');
  await userEvent.type(screen.getByLabelText('Labels'), 'team');
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByLabelText('Labels'), '=streams');
  await userEvent.click(submit);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(requests[0]).toEqual({
    method: 'POST',
    url: BASE,
    body: { path: 'kafka/password', description: '', labels: { team: 'streams' }, text: 's3cr3t' },
  });
});

it('sends the bytes of a file and says which file it was', async () => {
  answering({});
  const onClose = vi.fn();
  show(<CreateSecretDialog path="acme/streams" onClose={onClose} />);
  await userEvent.upload(
    screen.getByTestId('secret-file'),
    new File([new Uint8Array([0xfe, 0xed, 0xff])], 'keys.jks'),
  );
  await waitFor(() =>
    expect(screen.getByTestId('secret-value')).toHaveAttribute('placeholder', 'From keys.jks'),
  );
  expect(screen.getByTestId('secret-value')).toHaveValue('');
  await userEvent.type(screen.getByTestId('secret-path'), 'keystore');
  await userEvent.click(screen.getByRole('button', { name: 'Create secret' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(requests[0]?.body).toMatchObject({ path: 'keystore', base64: '/u3/' });
});

it('reveals only when asked again, and hides the value after half a minute', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  answering({ [`POST ${BASE}/5/versions/2/reveal`]: { text: 's3cr3t' } });
  show(<RevealSecretDialog path="acme/streams" secret={secret} onClose={vi.fn()} />);
  expect(requests).toHaveLength(0);
  expect(screen.getByText(/recorded for audit/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Reveal' }));
  expect(await screen.findByText('s3cr3t')).toBeInTheDocument();
  // The real time that the test takes passes for the timers as well.
  act(() => void vi.advanceTimersByTime(SHOWN_MS - 20_000));
  expect(screen.getByText('s3cr3t')).toBeInTheDocument();
  act(() => void vi.advanceTimersByTime(25_000));
  await waitFor(() => expect(screen.queryByText('s3cr3t')).toBeNull());
});

it('names the users of a secret instead of deleting it', async () => {
  answering({ [`GET ${BASE}/5`]: { secret, versions: [], usedBy: ['kafka'] } });
  show(<DeleteSecretDialog path="acme/streams" secret={secret} onClose={vi.fn()} />);
  expect(await screen.findByRole('link', { name: 'kafka' })).toHaveAttribute(
    'href',
    '/t/acme~streams/services/kafka/configuration',
  );
  expect(screen.getByRole('button', { name: 'Delete for ever' })).toBeDisabled();
});

it('deletes an unused secret once its path was typed', async () => {
  answering({ [`GET ${BASE}/5`]: { secret, versions: [], usedBy: [] } });
  const onClose = vi.fn();
  show(<DeleteSecretDialog path="acme/streams" secret={secret} onClose={onClose} />);
  await userEvent.type(await screen.findByTestId('secret-confirm'), 'kafka/password');
  await userEvent.click(screen.getByRole('button', { name: 'Delete for ever' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(requests.map(({ method }) => method)).toContain('DELETE');
});
