import type { Me, Permission } from '../api/types';
import type { Scope } from './scope';

/**
 * Whether the person may do this here. A right given on the platform or on an ancestor's subtree holds below it.
 * This only decides what is shown; the server decides what is done.
 */
export function can(me: Me, scope: Scope, permission: Permission): boolean {
  if (me.permissions.platform.includes(permission)) return true;
  if (scope.kind === 'platform') return false;
  return Object.entries(me.permissions.tenants).some(
    ([path, held]) =>
      held.includes(permission) &&
      (scope.path === path || (scope.path.startsWith(path + '/') && countsBelow(me, path))),
  );
}

function countsBelow(me: Me, path: string): boolean {
  return me.bindings.some((binding) => binding.tenant?.path === path && binding.scope === 'subtree');
}

/** Whether the scope's stream of live events is open to the person. Without it pages are read when they are opened. */
export function mayFollow(me: Me, scope: Scope): boolean {
  return can(me, scope, 'instance:read');
}
