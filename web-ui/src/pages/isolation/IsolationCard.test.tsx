// @vitest-environment jsdom
import '../../testSetup';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { TenantIsolation, UnmetPod } from '../../api/types';
import { expectNoViolation, inTenant, listed, onPlatform, openPage } from '../../testPage';
import { RegionIsolationCard } from '../platform/RegionIsolationCard';
import { IsolationCard } from './IsolationCard';

afterEach(() => vi.unstubAllGlobals());

const PATH = '/api/v1/tenants/acme~streams/isolation';
const fromAbove: TenantIsolation = { least: 'process', inForce: 'container', from: 'acme', etag: '"3"' };
const broker: UnmetPod = {
  podId: 'p',
  pod: 'broker-0',
  instance: 'kafka',
  tenant: 'acme/streams',
  node: 'hq-1',
  region: 'hq',
  demanded: 'container',
  given: 'user',
};
const streams = <IsolationCard scope={{ kind: 'tenant', path: 'acme/streams' }} />;
const tree = { 'GET /api/v1/tenants': listed() };

it('says who demands what, and which pods do not have it', async () => {
  const { asked } = openPage({
    me: inTenant('acme/streams', 'tenant:read', 'instance:read'),
    answers: {
      ...tree,
      [`GET ${PATH}`]: { body: fromAbove },
      [`GET ${PATH}/unmet`]: listed(broker),
    },
    element: streams,
  });
  expect(await screen.findByTestId('isolation-in-force')).toHaveTextContent('At least: Containers');
  expect(screen.getByText('Demanded by acme.')).toBeVisible();
  expect(await screen.findByTestId('unmet-pods')).toHaveTextContent(
    'broker-0 of kafka (acme/streams) on hq-1 in hq: demanded container, given user',
  );
  expect(asked.some(({ url }) => url.includes('/unmet?subtree=true'))).toBe(true);
  expect(screen.queryByTestId('edit-isolation')).toBeNull();
  await expectNoViolation();
});

it('asks for pods of the tenant alone for whoever may read no more, and for none without that right', async () => {
  const all = inTenant('acme/streams', 'tenant:read', 'instance:read', 'tenant:write');
  const alone = { ...all, bindings: all.bindings.map((one) => ({ ...one, scope: 'tenant' as const })) };
  const { asked, unmount } = openPage({
    me: alone,
    answers: { ...tree, [`GET ${PATH}`]: { body: fromAbove }, [`GET ${PATH}/unmet`]: listed() },
    element: streams,
  });
  expect(await screen.findByText('Every pod has the isolation that is demanded.')).toBeVisible();
  expect(asked.some(({ url }) => url.includes('/unmet?subtree=false'))).toBe(true);
  expect(screen.queryByTestId('edit-isolation')).toBeNull();
  unmount();

  const other = openPage({
    me: inTenant('acme/streams', 'tenant:read'),
    answers: { ...tree, [`GET ${PATH}`]: { body: fromAbove } },
    element: streams,
  });
  await screen.findByTestId('isolation-in-force');
  expect(other.asked.filter(({ what }) => what.endsWith('/unmet'))).toEqual([]);
});

it('sends the demand of the platform with what was read, and keeps a refusal on screen', async () => {
  const path = '/api/v1/tenants/-/isolation';
  const nothing: TenantIsolation = { least: 'process', inForce: 'process', from: null, etag: '"0"' };
  const refusal = { type: 't', title: 'Not valid', status: 422, detail: 'Give more.', errors: [] };
  const answers = {
    [`GET ${path}`]: { body: nothing },
    [`PUT ${path}`]: { status: 422, body: refusal } as { status: number; body: unknown },
  };
  const { asked } = openPage({
    me: onPlatform('tenant:read', 'tenant:write'),
    answers,
    element: <IsolationCard scope={{ kind: 'platform' }} />,
  });
  await userEvent.click(await screen.findByTestId('edit-isolation'));
  await userEvent.selectOptions(screen.getByTestId('least-isolation'), 'container');
  await userEvent.click(screen.getByRole('button', { name: 'Save isolation' }));
  expect(await screen.findByText('Give more.')).toBeVisible();
  answers[`PUT ${path}`] = { status: 200, body: { ...nothing, least: 'container' } };
  await userEvent.click(screen.getByRole('button', { name: 'Save isolation' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked.filter(({ what }) => what.startsWith('PUT')).map(({ body }) => body)).toEqual([
    { least: 'container' },
    { least: 'container' },
  ]);
});

it('sums up what the nodes of a region give and do not enforce', async () => {
  openPage({
    me: onPlatform('region:read'),
    answers: {},
    element: (
      <RegionIsolationCard
        isolation={{
          given: [
            { isolation: 'process', nodes: 1 },
            { isolation: 'user', nodes: 2 },
          ],
          notEnforced: [{ what: 'process lists', nodes: 3 }],
        }}
      />
    ),
  });
  const card = screen.getByTestId('region-isolation');
  expect(card).toHaveTextContent('A user for each tenant: 2 nodes');
  expect(card).toHaveTextContent('process lists: 3 nodes');
  await expectNoViolation();
});
