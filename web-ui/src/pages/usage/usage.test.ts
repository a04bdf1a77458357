import { describe, expect, it } from 'vitest';
import type { UsageAmounts, UsageNode, UsageReport } from '../../api/types';
import { safeReturn } from '../returnTo';
import { filterTree, tenantTree } from '../../shell/tenantTree';
import { daysOf, isPeriod, preset } from './period';
import { seriesOf } from './series';
import { usageRows } from './usageRows';

const amounts = (cpuHours: string): UsageAmounts => ({
  cpuHours,
  memoryGibHours: '0',
  diskGibHours: '0',
  podHours: '0',
});

describe('a period', () => {
  const now = new Date('2026-03-15T13:00:00Z');
  it('is half-open in UTC and holds today', () => {
    expect(preset('last7', now)).toEqual({ from: '2026-03-09', to: '2026-03-16' });
    expect(preset('thisMonth', now)).toEqual({ from: '2026-03-01', to: '2026-04-01' });
    expect(preset('lastMonth', new Date('2026-01-10T00:00:00Z'))).toEqual({
      from: '2025-12-01',
      to: '2026-01-01',
    });
  });
  it('has each of its days once', () => {
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02' })).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(isPeriod({ from: '2026-03-02', to: '2026-03-02' })).toBe(false);
  });
});

describe('usage', () => {
  it('is drawn per tenant and day', () => {
    const row = (tenant: string, day: string, cpu: string) => ({
      tenant,
      service: 's',
      day,
      ...amounts(cpu),
    });
    const report = {
      rows: [row('b', '2026-01-01', '1.5'), row('a', '2026-01-02', '2'), row('a', '2026-01-02', '1')],
    } as UsageReport;
    expect(seriesOf(report, ['2026-01-01', '2026-01-02'], 'cpuHours')).toEqual([
      { tenant: 'a', values: [0, 3] },
      { tenant: 'b', values: [1.5, 0] },
    ]);
  });

  it('folds a tenant with everything below it', () => {
    const node = (tenant: string, children: UsageNode[], services: string[]): UsageNode => ({
      tenant,
      name: tenant,
      ...amounts('1'),
      own: amounts('1'),
      children,
      services: services.map((service) => ({ service, ...amounts('1') })),
    });
    const tree = [node('acme', [node('acme/streams', [], ['kafka'])], [])];
    expect(usageRows(tree, new Set()).map((row) => [row.name, row.depth])).toEqual([
      ['acme', 0],
      ['acme/streams', 1],
      ['kafka', 2],
    ]);
    expect(usageRows(tree, new Set(['acme'])).map((row) => row.name)).toEqual(['acme']);
  });
});

describe('the tenant tree', () => {
  const entries = tenantTree([
    { path: 'acme/streams', name: 'streams' },
    { path: 'acme', name: 'acme' },
    { path: 'other/deep', name: 'deep' },
    { path: 'acme-two', name: 'acme-two' },
  ]);
  it('puts children below their parents, and starts anew where a parent is not visible', () => {
    expect(entries.map(({ path, depth }) => [path, depth])).toEqual([
      ['acme', 0],
      ['acme/streams', 1],
      ['acme-two', 0],
      ['other/deep', 0],
    ]);
  });
  it('keeps the ancestors of what is found', () => {
    expect(filterTree(entries, 'stream').map((entry) => entry.path)).toEqual(['acme', 'acme/streams']);
  });
});

describe('returning after sign-in', () => {
  it('goes to pages of our own only', () => {
    expect(safeReturn('/t/acme/overview')).toBe('/t/acme/overview');
    for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', null, '/signin?x'])
      expect(safeReturn(evil)).toBe('/');
  });
});
