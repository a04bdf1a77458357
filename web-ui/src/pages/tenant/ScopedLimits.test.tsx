// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import type { TenantQuota } from '../../api/types';
import { ScopedLimits } from './ScopedLimits';

const quota: TenantQuota = {
  tenant: 'acme',
  lines: [],
  limits: [
    { scope: 'all', resource: 'cpus', limit: 8, guarantee: 2 },
    { scope: 'region:hq', resource: 'memory', limit: 2 * 1024 ** 3, guarantee: null },
  ],
  standing: [],
  etag: '"3"',
};

const sent: { url: string; ifMatch: string | null; body: unknown }[] = [];

function open(mayChange: boolean) {
  sent.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const list = url.includes('/regions?')
      ? { items: [{ name: 'hq' }, { name: 'edge' }], nextCursor: null }
      : url.includes('/packages?')
        ? { items: [{ name: 'kafka' }], nextCursor: null }
        : null;
    if (list === null)
      sent.push({
        url,
        ifMatch: new Headers(init.headers).get('If-Match'),
        body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      });
    return Promise.resolve(
      new Response(JSON.stringify(list ?? {}), { headers: { 'Content-Type': 'application/json' } }),
    );
  });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ScopedLimits quota={quota} mayChange={mayChange} />
    </QueryClientProvider>,
  );
}

afterEach(() => vi.unstubAllGlobals());

it('adds a limit of a package beside all others, as they were seen', async () => {
  open(true);
  await userEvent.click(screen.getByTestId('add-scoped-limit'));
  await screen.findByRole('option', { name: 'Package kafka' });
  await userEvent.selectOptions(screen.getByTestId('field-scope'), 'package:kafka');
  await userEvent.selectOptions(screen.getByTestId('field-resource'), 'disk');
  await userEvent.type(screen.getByTestId('field-limit'), '1.5');
  await userEvent.click(screen.getByRole('button', { name: 'Save limits' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    url: '/api/v1/tenants/acme/quota',
    ifMatch: '"3"',
    body: {
      limits: [
        ...quota.limits,
        { scope: 'package:kafka', resource: 'disk', limit: 1.5 * 1024 ** 3, guarantee: null },
      ],
    },
  });
});

it('changes and removes one, and leaves the others', async () => {
  open(true);
  const table = within(screen.getByTestId('scoped-limits'));
  await userEvent.click(table.getByRole('button', { name: /^Change the limit/ }));
  const limit = screen.getByTestId('field-limit');
  expect(limit).toHaveValue('2');
  await userEvent.clear(limit);
  await userEvent.type(limit, '4');
  await userEvent.click(screen.getByRole('button', { name: 'Save limits' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({
    limits: [
      quota.limits[0],
      { scope: 'region:hq', resource: 'memory', limit: 4 * 1024 ** 3, guarantee: null },
    ],
  });
  await userEvent.click(table.getByRole('button', { name: /^Remove the limit/ }));
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toEqual({ limits: [quota.limits[0]] });
});

it('shows who only reads the limits and no way to change them', async () => {
  const { container } = open(false);
  expect(screen.getByText('Region hq')).toBeInTheDocument();
  expect(screen.queryByRole('button')).toBeNull();
  const found = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations).toEqual([]);
});
