// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { SignInSession } from '../../api/types';
import { SessionsPage } from './SessionsPage';

const BASE = '/api/v1/me/sessions';

const session = (id: string, more: Partial<SignInSession> = {}): SignInSession => ({
  id,
  kind: 'web',
  client: 'meridian-web',
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  createdAt: '2026-11-01T09:00:00Z',
  lastUsedAt: '2026-11-02T09:00:00Z',
  current: false,
  ...more,
});
const here = session('here', { current: true });
const cli = session('cli', { kind: 'device', client: 'meridian-cli', address: null, userAgent: null });

const requests: string[] = [];

function open(items: SignInSession[] | null, refused: Record<string, number> = {}) {
  requests.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const asked = `${init.method ?? 'GET'} ${url.split('?')[0] ?? ''}`;
    if (asked.endsWith('/second-factor')) {
      return Promise.resolve(
        Response.json({ possible: false, required: false, since: null, recoveryCodes: 0 }),
      );
    }
    requests.push(asked);
    const status = refused[asked] ?? (init.method === 'DELETE' ? 204 : 200);
    const body =
      status >= 400
        ? { type: 't', title: 'Not now', status, detail: 'The store does not answer.' }
        : { items: items ?? [], nextCursor: null };
    return Promise.resolve(
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MemoryRouter>
        <SessionsPage />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

const endOf = (client: string) =>
  screen.findByRole('button', { name: new RegExp(`^End the sign-in of ${client}, begun `) });
const answer = (name: string) =>
  userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));

afterEach(() => vi.unstubAllGlobals());

it('says which sign-in is the one of the page, and has no accessibility violation', async () => {
  const { container } = open([here, cli]);
  const mine = await endOf('meridian-web');
  const other = await endOf('meridian-cli');
  expect(mine.closest('tr')).toHaveTextContent('This one');
  expect(mine.closest('tr')).toHaveTextContent('192.0.2.7');
  expect(other.closest('tr')).not.toHaveTextContent('This one');
  expect(other.closest('tr')).toHaveTextContent('Program');
  const found = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('ends another sign-in only when asked again, and stays', async () => {
  const assign = vi.fn();
  vi.stubGlobal('location', { assign });
  open([here, cli]);
  await userEvent.click(await endOf('meridian-cli'));
  expect(requests).toEqual([`GET ${BASE}`]);
  await answer('End');
  await waitFor(() => expect(requests).toEqual([`GET ${BASE}`, `DELETE ${BASE}/cli`, `GET ${BASE}`]));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(assign).not.toHaveBeenCalled();
});

it('leads to the sign-in page when the sign-in of the page was ended', async () => {
  const assign = vi.fn();
  vi.stubGlobal('location', { assign });
  open([here]);
  await userEvent.click(await endOf('meridian-web'));
  expect(screen.getByRole('dialog')).toHaveTextContent('you are signed out');
  await answer('End');
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/signin'));
  expect(requests).toEqual([`GET ${BASE}`, `DELETE ${BASE}/here`]);
});

it('ends all others at once, where there are others', async () => {
  open([here, cli]);
  await userEvent.click(await screen.findByTestId('end-others'));
  await answer('End all others');
  await waitFor(() => expect(requests).toContain(`DELETE ${BASE}`));
});

it('offers nothing to end at once to whoever has this one sign-in alone', async () => {
  open([here]);
  await endOf('meridian-web');
  expect(screen.queryByTestId('end-others')).toBeNull();
});

it('keeps asking with the reason when a sign-in could not be ended', async () => {
  open([here, cli], { [`DELETE ${BASE}/cli`]: 503 });
  await userEvent.click(await endOf('meridian-cli'));
  await answer('End');
  expect(
    await within(screen.getByRole('dialog')).findByText('The store does not answer.'),
  ).toBeInTheDocument();
});

it('says what belongs in an empty list, and why a list could not be read', async () => {
  const { unmount } = open([]);
  expect(await screen.findByText('No sign-ins to end')).toBeInTheDocument();
  unmount();
  open(null, { [`GET ${BASE}`]: 503 });
  expect(await screen.findByText('The store does not answer.')).toBeInTheDocument();
});
