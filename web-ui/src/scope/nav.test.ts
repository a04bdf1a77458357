import { describe, expect, it } from 'vitest';
import type { Me, Permission } from '../api/types';
import { homeOf, navFor, seesPlatform, tenantLink } from './nav';
import { can, mayFollow } from './permissions';
import { PLATFORM, instanceLink, scopeOf, scopeRoot } from './scope';

function person(
  platform: Permission[],
  tenants: Record<string, Permission[]>,
  onPlatform = platform.length > 0,
): Me {
  const bindings: Me['bindings'] = Object.keys(tenants).map((path) => ({
    role: 'tenant-developer',
    tenant: { id: path, path, label: path },
    scope: 'subtree',
    instance: null,
  }));
  if (onPlatform) bindings.push({ role: 'platform-admin', tenant: null, scope: 'subtree', instance: null });
  return {
    id: '1',
    username: 'x',
    displayName: 'X',
    kind: 'person',
    viewing: null,
    bindings,
    permissions: { platform, tenants },
  };
}

describe('navigation', () => {
  it('shows a developer nothing of the platform', () => {
    const developer = person([], { 'acme/streams': ['instance:read', 'package:read'] });
    expect(seesPlatform(developer)).toBe(false);
    expect(navFor(developer, PLATFORM)).toEqual([]);
    expect(homeOf(developer)).toBe('/t/acme~streams/overview');
    expect(navFor(developer, { kind: 'tenant', path: 'acme/streams' }).map((page) => page.id)).toEqual([
      'overview',
      'services',
      'catalog',
    ]);
  });

  it('shows the audit log to those who may read it, of the platform only to those bound there', () => {
    const auditor = person(['region:read', 'node:read', 'tenant:read', 'audit:read'], {});
    expect(navFor(auditor, PLATFORM).map((page) => page.id)).toContain('audit');
    const admin = person([], { acme: ['tenant:read', 'audit:read'] });
    expect(navFor(admin, { kind: 'tenant', path: 'acme' }).map((page) => page.id)).toContain('audit');
    expect(navFor(admin, PLATFORM)).toEqual([]);
  });

  it('shows service accounts to those who may see members, of the platform and of tenants', () => {
    const admin = person(['member:read', 'node:read'], {});
    expect(navFor(admin, { kind: 'tenant', path: 'acme' }).map((page) => page.id)).toContain(
      'service-accounts',
    );
    expect(navFor(admin, PLATFORM).map((page) => page.id)).toContain('service-accounts');
    const developer = person([], { acme: ['tenant:read', 'instance:read'] });
    expect(navFor(developer, { kind: 'tenant', path: 'acme' }).map((page) => page.id)).not.toContain(
      'service-accounts',
    );
  });

  it('shows deletions to auditors, and the keys of the platform to those who may rotate them', () => {
    const auditor = person(['node:read', 'audit:read'], {});
    expect(navFor(auditor, PLATFORM).map((page) => page.id)).toContain('deletions');
    expect(navFor(auditor, PLATFORM).map((page) => page.id)).not.toContain('settings');
    const keeper = person(['node:read', 'key:rotate'], {});
    expect(navFor(keeper, PLATFORM).map((page) => page.id)).toContain('settings');
    expect(navFor(keeper, PLATFORM).map((page) => page.id)).not.toContain('deletions');
  });

  it('starts a finance person at usage, and shows no page that asks for more than they may see', () => {
    // What the server gives the role: every role may list regions and packages.
    const finance = person(['package:read', 'region:read', 'tenant:read', 'usage:read'], {});
    expect(homeOf(finance)).toBe('/platform/usage');
    expect(navFor(finance, PLATFORM).map((page) => page.id)).toEqual(['tenants', 'usage']);
    expect(tenantLink(finance, 'acme')).toBe('/t/acme/usage');
    expect(mayFollow(finance, PLATFORM)).toBe(false);
    expect(mayFollow(finance, { kind: 'tenant', path: 'acme' })).toBe(false);
  });

  it('has no start for somebody without a role', () => {
    expect(homeOf(person([], {}))).toBeNull();
  });
});

describe('a permission', () => {
  const person1 = person([], { acme: ['instance:read'] });
  it('holds below the tenant that it was given in, and nowhere else', () => {
    expect(can(person1, { kind: 'tenant', path: 'acme/streams' }, 'instance:read')).toBe(true);
    expect(can(person1, { kind: 'tenant', path: 'acme2' }, 'instance:read')).toBe(false);
    expect(can(person1, { kind: 'tenant', path: 'acme' }, 'instance:write')).toBe(false);
    expect(can(person1, PLATFORM, 'instance:read')).toBe(false);
  });
});

describe('a scope', () => {
  it('is carried by the URL', () => {
    expect(scopeOf('/t/acme~streams/services/kafka')).toEqual({ kind: 'tenant', path: 'acme/streams' });
    expect(scopeOf('/platform/regions')).toEqual(PLATFORM);
    expect(scopeOf('/signin')).toBeNull();
    expect(scopeRoot({ kind: 'tenant', path: 'a/b/c' })).toBe('/t/a~b~c');
    expect(instanceLink('a/b', 'kafka')).toBe('/t/a~b/services/kafka/overview');
  });
});
