import { useQuery } from '@tanstack/react-query';
import { roleChoicesQuery } from '../../api/queries';
import type { Role } from '../../api/types';
import { held } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { mayGive } from './permissionGroups';

/** The roles that the person may give here; with `below`, to count in all tenants below too. */
export function useGivableRoles(scope: Scope, below: boolean): { givable: Role[]; error: Error | null } {
  const mine = held(useMe(), scope, below);
  const roles = useQuery(roleChoicesQuery(scope));
  return { givable: (roles.data ?? []).filter((role) => mayGive(role, mine)), error: roles.error };
}
