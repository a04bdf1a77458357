// @vitest-environment jsdom
import '../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { volumesQuery } from '../api/queries';
import type { Volume } from '../api/types';
import { useList } from '../api/useList';
import { VolumesIcon } from './icons';
import { ListPage } from './ListPage';
import { useStateFilter } from './useStateFilter';
import { useUrlFilters } from './useUrlFilters';

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
let answer: (url: URL) => Response;

beforeEach(() => {
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(answer(new URL(url, 'http://here'))));
});
afterEach(() => {
  vi.unstubAllGlobals();
  client.clear();
});

const pageOf = (pods: string[], nextCursor: string | null) =>
  Response.json({ items: pods.map((pod) => ({ id: pod, pod }) as Volume), nextCursor });
const failing = () =>
  Response.json(
    { type: 't', title: 'Broken', status: 500, detail: 'The database is away.' },
    { status: 500 },
  );

function Volumes() {
  const url = useUrlFilters('state');
  const byState = useStateFilter(['KEPT', 'READY']);
  const list = useList(volumesQuery('acme', url.values.state));
  const { search } = useLocation();
  return (
    <>
      <output>{search}</output>
      <ListPage
        title="Volumes"
        lead=""
        list={list}
        columns={[{ label: 'Pod', cell: (volume) => volume.pod }]}
        keyOf={(volume) => volume.id}
        filters={{ fields: [byState], url }}
        empty={{ title: 'No volumes', body: 'A volume holds data.', icon: VolumesIcon }}
      />
    </>
  );
}

const open = (at = '/') =>
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[at]}>
        <Volumes />
      </MemoryRouter>
    </QueryClientProvider>,
  );

it('turns pages by the cursors of the server, and back', async () => {
  answer = (url) => (url.searchParams.get('cursor') === 'c2' ? pageOf(['b-1'], null) : pageOf(['a-1'], 'c2'));
  open();
  await screen.findByText('a-1');
  expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  await screen.findByText('b-1');
  expect(screen.queryByText('a-1')).toBeNull();
  expect(screen.getByText('Page 2')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
  await screen.findByText('a-1');
});

it('keeps a filter in the URL, and starts at the first page with another one', async () => {
  answer = (url) =>
    url.searchParams.get('state') === 'KEPT'
      ? pageOf(url.searchParams.has('cursor') ? ['wrong'] : ['kept-1'], null)
      : pageOf(['a-1'], 'c2');
  open();
  await screen.findByText('a-1');
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Filter by state' }), 'KEPT');
  await screen.findByText('kept-1');
  expect(screen.getByRole('status')).toHaveTextContent('?state=KEPT');
});

it('tells an empty list from a filter that leaves nothing', async () => {
  answer = () => pageOf([], null);
  open('/?state=KEPT');
  await screen.findByText('Nothing matches');
  await userEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' })[0] as HTMLElement);
  await screen.findByText('No volumes');
});

it('shows an error with the way to try again', async () => {
  answer = failing;
  open();
  await screen.findByText('The database is away.');
  answer = () => pageOf(['a-1'], null);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('a-1');
});

it('keeps and dates what was read when it cannot be read again', async () => {
  answer = () => pageOf(['a-1'], null);
  open();
  await screen.findByText('a-1');
  answer = failing;
  await client.invalidateQueries();
  await waitFor(() => expect(screen.getByText(/As observed at \d\d:\d\d:\d\d/)).toBeVisible());
  expect(screen.getByText('a-1')).toBeVisible();
});
