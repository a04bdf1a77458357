import { expect, it } from 'vitest';
import { touches } from './live';

const at = '2026-11-21T10:00:00Z';

it('reads again only what an event is about', () => {
  const event = { type: 'instance', instance: 'kafka', at } as const;
  expect(touches(event, ['instance', 'acme', 'kafka', 'plans'])).toBe(true);
  expect(touches(event, ['instance', 'acme', 'other', 'plans'])).toBe(false);
  expect(touches(event, ['instances', 'acme'])).toBe(true);
  expect(touches(event, ['packages', 'list'])).toBe(false);
});

it('reads every service again when an event names none', () => {
  expect(touches({ type: 'instance', at }, ['instance', 'acme', 'kafka', 'pods'])).toBe(true);
});

it('reads quotas and overviews again when a limit becomes full', () => {
  const event = { type: 'quota', tenant: 'acme/streams', at } as const;
  expect(touches(event, ['tenants', 'quota', 'acme/streams'])).toBe(true);
  expect(touches(event, ['overview', 'platform'])).toBe(true);
  expect(touches(event, ['instances', 'acme/streams'])).toBe(false);
});

it('reads deletions again, and nothing else of tenants, when a step of one has moved', () => {
  const event = { type: 'deletion', tenant: 'acme/streams', at } as const;
  expect(touches(event, ['tenants', 'deletion', 'acme/streams'])).toBe(true);
  expect(touches(event, ['tenants', 'deletions', 'one', 'd1'])).toBe(true);
  expect(touches(event, ['tenants', 'quota', 'acme/streams'])).toBe(false);
  expect(touches(event, ['me'])).toBe(false);
});

it('reads nothing for a ping', () => {
  expect(touches({ type: 'ping', at }, ['overview', 'platform'])).toBe(false);
});
