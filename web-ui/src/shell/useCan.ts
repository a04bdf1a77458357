import type { Permission } from '../api/types';
import { can } from '../scope/permissions';
import type { Scope } from '../scope/scope';
import { useFreeze } from './useFreeze';
import { useMe } from './useMe';

/** Whether the person may do this here now; what a suspension takes away is not offered. */
export function useCan(scope: Scope, permission: Permission): boolean {
  const frozen = useFreeze(scope);
  return can(useMe(), scope, permission, frozen?.path ?? null);
}
