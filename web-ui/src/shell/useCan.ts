import type { Permission } from '../api/types';
import { can } from '../scope/permissions';
import type { Scope } from '../scope/scope';
import { useFreeze } from './useFreeze';
import { useMe } from './useMe';

/** Whether the person may do this here now; what a suspension takes away is not offered. */
export function useCan(scope: Scope, permission: Permission): boolean {
  const frozen = useFreeze(scope);
  const me = useMe();
  // Where a tenant is being deleted everybody keeps only what reads, administrators of the platform too.
  if (frozen !== null && frozen.state !== 'SUSPENDED' && !permission.endsWith(':read')) return false;
  return can(me, scope, permission, frozen?.path ?? null);
}
