import type { Me, Permission } from '../api/types';
import { can } from './permissions';
import { PLATFORM, scopeRoot, type Scope } from './scope';

export type NavId =
  'overview' | 'regions' | 'nodes' | 'tenants' | 'services' | 'catalog' | 'volumes' | 'quota' | 'usage';

export interface NavEntry {
  id: NavId;
  to: string;
}

const PLATFORM_PAGES: [NavId, Permission][] = [
  ['overview', 'region:read'],
  ['regions', 'region:read'],
  ['nodes', 'node:read'],
  ['tenants', 'tenant:read'],
  ['services', 'instance:read'],
  ['catalog', 'package:read'],
  ['usage', 'usage:read'],
];

const TENANT_PAGES: [NavId, Permission][] = [
  ['overview', 'instance:read'],
  ['services', 'instance:read'],
  ['catalog', 'package:read'],
  ['volumes', 'volume:read'],
  ['quota', 'tenant:read'],
  ['usage', 'usage:read'],
];

/** The pages of a scope that the person may open, in the order of the menu. */
export function navFor(me: Me, scope: Scope): NavEntry[] {
  const pages = scope.kind === 'platform' ? PLATFORM_PAGES : TENANT_PAGES;
  return pages
    .filter(([, permission]) => can(me, scope, permission))
    .map(([id]) => ({ id, to: `${scopeRoot(scope)}/${id}` }));
}

/** True when the platform is worth a place in the scope picker. */
export function seesPlatform(me: Me): boolean {
  return me.bindings.some((binding) => binding.tenant === null) && navFor(me, PLATFORM).length > 0;
}

/** Where a person starts: the platform's first page, else the first page of their first tenant. */
export function homeOf(me: Me): string | null {
  if (seesPlatform(me)) return navFor(me, PLATFORM)[0]?.to ?? null;
  const paths = [
    ...me.bindings.flatMap((binding) => (binding.tenant ? [binding.tenant.path] : [])),
    ...Object.keys(me.permissions.tenants),
  ];
  for (const path of paths) {
    const first = navFor(me, { kind: 'tenant', path })[0];
    if (first) return first.to;
  }
  return null;
}
