import type { Me, Permission, Tenant } from '../api/types';
import { PLATFORM, type Scope } from './scope';

/** What people above a suspended tenant go on doing there: looking after it, not working in it. */
const ABOVE_A_FREEZE = ['tenant:write', 'member:write', 'role:write', 'role:grant'];

/**
 * Whether the person may do this here. A right given on the platform or on an ancestor's subtree holds below it.
 * This only decides what is shown; the server decides what is done.
 *
 * @param frozen path of the topmost suspended tenant on the way up, the scope's own included
 */
export function can(me: Me, scope: Scope, permission: Permission, frozen: string | null = null): boolean {
  if (me.permissions.platform.includes(permission)) return true;
  if (scope.kind === 'platform') return false;
  return Object.entries(me.permissions.tenants).some(
    ([path, held]) =>
      held.includes(permission) && counts(me, path, scope.path) && goesOn(permission, path, frozen),
  );
}

function goesOn(permission: string, heldAt: string, frozen: string | null): boolean {
  if (frozen === null || permission.endsWith(':read')) return true;
  return frozen.startsWith(heldAt + '/') && ABOVE_A_FREEZE.includes(permission);
}

function counts(me: Me, path: string, at: string): boolean {
  return at === path || (at.startsWith(path + '/') && countsBelow(me, path));
}

function countsBelow(me: Me, path: string | null): boolean {
  return me.bindings.some(
    (binding) => (binding.tenant?.path ?? null) === path && binding.scope === 'subtree',
  );
}

/** What the person may do in the scope; `below` asks for what holds in all tenants below it too. */
export function held(me: Me, scope: Scope, below: boolean): Set<string> {
  const all = new Set<string>();
  // Everybody may see a little of the platform; only a role on it counts in tenants.
  if (countsBelow(me, null)) for (const one of me.permissions.platform) all.add(one);
  if (scope.kind === 'platform') return all;
  for (const [path, here] of Object.entries(me.permissions.tenants)) {
    if (!counts(me, path, scope.path) || (below && !countsBelow(me, path))) continue;
    for (const one of here) all.add(one);
  }
  return all;
}

/** The topmost tenant of these, on the way up from a path, that is suspended or being deleted: that one counts. */
export function freezeOf<T extends Pick<Tenant, 'path' | 'state'>>(tenants: T[], path: string): T | null {
  const frozen = tenants.filter(
    (one) => one.state !== 'ACTIVE' && (one.path === path || path.startsWith(one.path + '/')),
  );
  return frozen.sort((a, b) => a.path.length - b.path.length)[0] ?? null;
}

/** The scope above a tenant: renaming, moving and suspending it is for whoever may write there. */
export function scopeAbove(path: string): Scope {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? PLATFORM : { kind: 'tenant', path: path.slice(0, cut) };
}

/** Whether the scope's stream of live events is open to the person. Without it pages are read when they are opened. */
export function mayFollow(me: Me, scope: Scope): boolean {
  return can(me, scope, 'instance:read');
}
