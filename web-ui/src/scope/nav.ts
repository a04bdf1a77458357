import type { Me, Permission } from '../api/types';
import { can } from './permissions';
import { PLATFORM, scopeRoot, type Scope } from './scope';

export type NavId =
  | 'overview'
  | 'regions'
  | 'nodes'
  | 'tenants'
  | 'services'
  | 'catalog'
  | 'volumes'
  | 'secrets'
  | 'quota'
  | 'usage'
  | 'audit'
  | 'members'
  | 'service-accounts'
  | 'deletions'
  | 'identity'
  | 'settings';

export interface NavEntry {
  id: NavId;
  to: string;
}

const PLATFORM_PAGES: [NavId, Permission][] = [
  // Everybody may list regions and packages, to choose from them; their pages are for whoever runs things.
  ['overview', 'node:read'],
  ['regions', 'node:read'],
  ['nodes', 'node:read'],
  ['tenants', 'tenant:read'],
  ['deletions', 'audit:read'],
  ['services', 'instance:read'],
  ['catalog', 'instance:read'],
  ['usage', 'usage:read'],
  ['audit', 'audit:read'],
  ['members', 'member:read'],
  ['service-accounts', 'member:read'],
  ['identity', 'member:read'],
  ['settings', 'key:rotate'],
];

const TENANT_PAGES: [NavId, Permission][] = [
  ['overview', 'instance:read'],
  ['services', 'instance:read'],
  ['catalog', 'instance:read'],
  ['volumes', 'volume:read'],
  ['secrets', 'secret:read'],
  ['members', 'member:read'],
  ['service-accounts', 'member:read'],
  ['quota', 'tenant:read'],
  ['usage', 'usage:read'],
  ['audit', 'audit:read'],
  ['settings', 'tenant:read'],
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

/** The overview; for finance, who sees none, usage. */
function firstOf(pages: NavEntry[]): string | null {
  const preferred = (['overview', 'usage'] as const).map((id) => pages.find((page) => page.id === id));
  return (preferred.find((page) => page !== undefined) ?? pages[0])?.to ?? null;
}

/** Where a tenant is opened for this person: its first page that they may see. */
export function tenantLink(me: Me, path: string): string | null {
  return firstOf(navFor(me, { kind: 'tenant', path }));
}

/** Where a person starts: the platform's first page, else the first page of their first tenant. */
export function homeOf(me: Me): string | null {
  if (seesPlatform(me)) return firstOf(navFor(me, PLATFORM));
  const paths = [
    ...me.bindings.flatMap((binding) => (binding.tenant ? [binding.tenant.path] : [])),
    ...Object.keys(me.permissions.tenants),
  ];
  for (const path of paths) {
    const first = tenantLink(me, path);
    if (first) return first;
  }
  return null;
}
