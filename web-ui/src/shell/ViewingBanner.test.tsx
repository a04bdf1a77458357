// @vitest-environment jsdom
import '../testSetup';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { get } from '../api/client';
import { meQuery } from '../api/queries';
import type { Me } from '../api/types';
import { clock } from '../ui/format';
import { RequireSignIn } from './RequireSignIn';
import { ViewingBanner } from './ViewingBanner';

const ann: Me = {
  id: 'me',
  username: 'ann',
  displayName: 'Ann',
  kind: 'person',
  bindings: [],
  permissions: { platform: [], tenants: {} },
  viewing: null,
};
const until = '2099-11-21T18:40:00Z';
const viewing: Me = {
  ...ann,
  viewing: { tenant: { id: 't-1', path: 'acme/streams', label: 'streams' }, until },
};

let me: Me;
let refused: boolean;
const requests: string[] = [];

beforeEach(() => {
  me = ann;
  refused = false;
  requests.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const asked = `${init.method ?? 'GET'} ${url}`;
    requests.push(asked);
    if (refused && init.method === 'DELETE') {
      return Promise.resolve(
        Response.json(
          { type: 't', title: 'Not now', status: 503, detail: 'The store is away.' },
          { status: 503 },
        ),
      );
    }
    if (asked === 'DELETE /api/v1/me/view') me = ann;
    const seen = me.viewing?.tenant.path ?? 'everything';
    const headers: Record<string, string> = me.viewing ? { 'Meridian-Viewing': me.viewing.tenant.path } : {};
    return Promise.resolve(
      Response.json(url === '/api/v1/me' ? me : url === '/api/v1/seen' ? seen : {}, { headers }),
    );
  });
});

afterEach(() => vi.unstubAllGlobals());

function Secrets() {
  useQuery({ queryKey: ['secrets'], queryFn: ({ signal }) => get('/secrets', signal) });
  return <p>the secrets</p>;
}

/** What stays on screen whatever the page is, such as the tenants to choose from. */
function Frame() {
  const { pathname } = useLocation();
  const seen = useQuery({ queryKey: ['seen'], queryFn: ({ signal }) => get<string>('/seen', signal) });
  return (
    <p data-testid="frame">
      {seen.data} at {pathname}
    </p>
  );
}

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const { container } = render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={['/t/globex/secrets']}>
        <RequireSignIn>
          <ViewingBanner />
          <Frame />
          <Routes>
            <Route path="/" element={<p>the first page</p>} />
            <Route path="*" element={<Secrets />} />
          </Routes>
        </RequireSignIn>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { client, container };
}

it('says as whom, and until when, the person views, and has no accessibility violation', async () => {
  me = viewing;
  const { container } = open();
  expect(await screen.findByTestId('viewing')).toHaveTextContent(
    `You are viewing as acme/streams, read only, until ${clock(until)}.`,
  );
  const found = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('says nothing to a person who acts for themselves', async () => {
  open();
  await screen.findByText('the secrets');
  expect(screen.queryByTestId('viewing')).toBeNull();
});

it('drops all that was read and goes to the first page when a view begins', async () => {
  const { client } = open();
  await screen.findByText('the secrets');
  await waitFor(() => expect(client.getQueryData(['secrets'])).toEqual({}));
  await waitFor(() => expect(screen.getByTestId('frame')).toHaveTextContent('everything'));
  me = viewing;
  await client.invalidateQueries({ queryKey: meQuery.queryKey });
  await screen.findByText('the first page');
  expect(client.getQueryData(['secrets'])).toBeUndefined();
  await waitFor(() => expect(screen.getByTestId('frame')).toHaveTextContent(/^acme\/streams at \/$/));
  expect(requests.filter((one) => one === 'GET /api/v1/secrets')).toHaveLength(1);
});

it('notices by any answer that a view began in another tab', async () => {
  const { client } = open();
  await screen.findByText('the secrets');
  await waitFor(() => expect(client.getQueryData(['secrets'])).toEqual({}));
  me = viewing;
  await client.invalidateQueries({ queryKey: ['secrets'] });
  await screen.findByText('the first page');
  expect(screen.getByTestId('viewing')).toBeInTheDocument();
});

it('ends the view when asked to', async () => {
  me = viewing;
  open();
  await userEvent.click(await screen.findByTestId('end-view'));
  await screen.findByText('the first page');
  expect(screen.queryByTestId('viewing')).toBeNull();
  expect(requests).toContain('DELETE /api/v1/me/view');
});

it('stays and says why when the view could not be ended', async () => {
  me = viewing;
  refused = true;
  open();
  await userEvent.click(await screen.findByTestId('end-view'));
  expect(await screen.findByText('The store is away.')).toBeInTheDocument();
  expect(screen.getByTestId('end-view')).toBeEnabled();
});
