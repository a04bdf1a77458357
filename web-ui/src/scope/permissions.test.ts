import { describe, expect, it } from 'vitest';
import type { Me } from '../api/types';
import { can, freezeOf, held, scopeAbove } from './permissions';
import { PLATFORM } from './scope';

const at = (path: string) => ({ kind: 'tenant', path }) as const;

function person(bindings: [string | null, 'subtree' | 'tenant', string[]][]): Me {
  return {
    id: '1',
    username: 'x',
    displayName: 'X',
    kind: 'person',
    viewing: null,
    bindings: bindings.map(([path, scope]) => ({
      role: 'r',
      tenant: path === null ? null : { id: path, path, label: path },
      scope,
      instance: null,
    })),
    permissions: {
      // What everybody may see of the platform, and what its roles give.
      platform: ['package:read', ...bindings.flatMap(([path, , all]) => (path === null ? all : []))],
      tenants: Object.fromEntries(bindings.flatMap(([path, , all]) => (path === null ? [] : [[path, all]]))),
    },
  };
}

describe('a suspension', () => {
  const all = ['instance:read', 'instance:write', 'member:write', 'tenant:write'];

  it('leaves those inside only what reads', () => {
    const inside = person([['acme/team', 'subtree', all]]);
    expect(can(inside, at('acme/team'), 'instance:write', null)).toBe(true);
    expect(can(inside, at('acme/team'), 'instance:write', 'acme/team')).toBe(false);
    expect(can(inside, at('acme/team'), 'member:write', 'acme/team')).toBe(false);
    expect(can(inside, at('acme/team'), 'instance:read', 'acme/team')).toBe(true);
  });

  it('leaves those above to look after it, and to work in it no more', () => {
    const above = person([['acme', 'subtree', all]]);
    expect(can(above, at('acme/team/a'), 'member:write', 'acme/team')).toBe(true);
    expect(can(above, at('acme/team/a'), 'instance:write', 'acme/team')).toBe(false);
    // Beside it nothing is suspended, and one that has a name like it is not above it.
    const beside = person([['acme/te', 'subtree', all]]);
    expect(can(beside, at('acme/te'), 'member:write', null)).toBe(true);
  });

  it('takes nothing from the platform', () => {
    const admin = person([[null, 'subtree', ['instance:write']]]);
    expect(can(admin, at('acme/team'), 'instance:write', 'acme/team')).toBe(true);
  });

  it('counts from the topmost suspended tenant on the way up', () => {
    const tree = [
      { path: 'acme', state: 'ACTIVE' as const },
      { path: 'acme/team', state: 'SUSPENDED' as const },
      { path: 'acme/team/a', state: 'SUSPENDED' as const },
      { path: 'acme/te', state: 'SUSPENDED' as const },
    ];
    expect(freezeOf(tree, 'acme/team/a/b')?.path).toBe('acme/team');
    expect(freezeOf(tree, 'acme')).toBeNull();
    expect(freezeOf(tree, 'acme/teams')).toBeNull();
  });
});

describe('what somebody holds', () => {
  it('is not what everybody may see of the platform', () => {
    expect([...held(person([['acme', 'subtree', ['log:read']]]), at('acme/team'), true)]).toEqual([
      'log:read',
    ]);
    expect(held(person([[null, 'subtree', ['role:grant']]]), at('acme'), true)).toContain('role:grant');
  });

  it('holds below only when the role counts there', () => {
    const here = person([['acme', 'tenant', ['log:read']]]);
    expect(held(here, at('acme'), false)).toContain('log:read');
    expect(held(here, at('acme'), true).size).toBe(0);
    expect(held(here, at('acme/team'), false).size).toBe(0);
  });
});

it('puts an organisation below the platform', () => {
  expect(scopeAbove('acme')).toEqual(PLATFORM);
  expect(scopeAbove('acme/team/a')).toEqual(at('acme/team'));
});
