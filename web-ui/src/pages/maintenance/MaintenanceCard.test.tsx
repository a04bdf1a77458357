// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import type { Maintenance } from '../../api/types';
import { MaintenanceCard } from './MaintenanceCard';
import { ProtectionCard } from './ProtectionCard';

afterEach(() => vi.unstubAllGlobals());

const night = { days: ['SUNDAY' as const], start: '02:00', durationMinutes: 240, zone: 'Europe/Paris' };
const inherited: Maintenance = {
  windows: [],
  inForce: [night],
  from: 'acme',
  open: false,
  opensAt: '2099-01-04T01:00:00Z',
  closesAt: null,
  etag: '"3"',
};

function show(card: React.ReactNode, answers: (init: RequestInit, url: string) => Response) {
  const sent: { url: string; method: string; body: unknown; ifMatch: string | null }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method !== 'GET')
      sent.push({
        url,
        method: init.method ?? '',
        body: JSON.parse(init.body as string) as unknown,
        ifMatch: (init.headers as Headers).get('If-Match'),
      });
    return Promise.resolve(answers(init, url));
  });
  const { container } = render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {card}
    </QueryClientProvider>,
  );
  return { sent, container };
}

it('says whose windows are in force and when the next one opens', async () => {
  const { container } = show(<MaintenanceCard tenant="acme/streams" may={false} />, () =>
    Response.json(inherited),
  );
  expect(await screen.findByTestId('windows')).toHaveTextContent('Sun at 02:00 for 4 h');
  expect(screen.getByText('These are the windows of acme.')).toBeVisible();
  expect(screen.queryByTestId('edit-windows')).toBeNull();
  expect((await axe.run(container)).violations).toEqual([]);
});

it('sends all windows with the tag of what was read, and shows what is wrong at its field', async () => {
  let refuse = true;
  const { sent } = show(<MaintenanceCard tenant="acme" instance="kafka" may />, (init) => {
    if (init.method === 'GET') return Response.json(inherited);
    if (!refuse) return Response.json(inherited);
    refuse = false;
    return Response.json(
      {
        type: 't',
        title: 'Not valid',
        status: 422,
        detail: 'See the fields.',
        errors: [{ pointer: '/windows/0/zone', message: 'give an IANA time zone' }],
      },
      { status: 422 },
    );
  });
  await userEvent.click(await screen.findByTestId('edit-windows'));
  await userEvent.click(screen.getByTestId('add-window'));
  await userEvent.click(screen.getByLabelText('Sat'));
  await userEvent.clear(screen.getByTestId('window-1-zone'));
  await userEvent.type(screen.getByTestId('window-1-zone'), 'Mars');
  await userEvent.click(screen.getByRole('button', { name: 'Save windows' }));
  expect(await screen.findByText('give an IANA time zone')).toBeVisible();
  await userEvent.clear(screen.getByTestId('window-1-zone'));
  await userEvent.type(screen.getByTestId('window-1-zone'), 'UTC');
  await userEvent.click(screen.getByRole('button', { name: 'Save windows' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent[1]).toEqual({
    url: '/api/v1/tenants/acme/instances/kafka/maintenance',
    method: 'PUT',
    ifMatch: '"3"',
    body: {
      windows: [{ days: ['SATURDAY', 'SUNDAY'], start: '02:00', durationMinutes: 240, zone: 'UTC' }],
    },
  });
});

it('switches the protection of a tenant on', async () => {
  let on = false;
  const { sent } = show(<ProtectionCard tenant="acme" may />, (init) => {
    if (init.method === 'PUT') on = true;
    return Response.json({ deletionProtection: on });
  });
  const protection = await screen.findByRole('switch', { name: 'Refuse deletion' });
  expect(protection).not.toBeChecked();
  await userEvent.click(protection);
  await waitFor(() => expect(screen.getByRole('switch', { name: 'Refuse deletion' })).toBeChecked());
  expect(sent).toMatchObject([
    { url: '/api/v1/tenants/acme/protection', body: { deletionProtection: true } },
  ]);
});
