// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Endpoint, Instance } from '../../api/types';
import { EndpointsTab } from './EndpointsTab';

afterEach(() => vi.unstubAllGlobals());

const addresses: Endpoint['addresses'] = [
  {
    pod: 'broker-0',
    task: 'server',
    dnsName: 'broker-0.kafka.acme.meridian.internal',
    internal: '10.0.0.1:20000',
    advertised: '203.0.113.1:20000',
  },
];
const endpoints: Endpoint[] = [
  { name: 'client', kind: 'task', vip: null, addresses, snippet: '' },
  {
    name: 'bootstrap',
    kind: 'vip',
    vip: { dnsName: 'bootstrap.kafka.acme.meridian.internal', port: 9092 },
    addresses,
    snippet: 'export KAFKA_BOOTSTRAP=203.0.113.1:20000',
  },
];

it('names a service name with its declared port and what is behind it', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(endpoints)));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <EndpointsTab instance={{ name: 'kafka', tenant: { path: 'acme' } } as Instance} />
    </QueryClientProvider>,
  );

  const vip = within(await screen.findByTestId('endpoint-bootstrap'));
  expect(vip.getByText('bootstrap.kafka.acme.meridian.internal')).toBeVisible();
  expect(vip.getByText(/^Port 9092 as declared/)).toBeVisible();
  expect(vip.getByText('203.0.113.1:20000')).toBeVisible();
  expect(vip.getByText('server')).toBeVisible();
  const port = within(screen.getByTestId('endpoint-client'));
  expect(port.queryByText(/as declared/)).toBeNull();
});
