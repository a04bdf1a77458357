import { useQuery } from '@tanstack/react-query';
import { tenantQuery, tenantTreeQuery } from '../api/queries';
import type { Tenant } from '../api/types';
import { can, freezeOf } from '../scope/permissions';
import type { Scope } from '../scope/scope';
import { useMe } from './useMe';

/**
 * The suspended tenant that keeps people from changing things in the scope: the topmost that the person may see.
 * Null for the platform, and while nothing is suspended.
 */
export function useFreeze(scope: Scope): Tenant | null {
  const me = useMe();
  const path = scope.kind === 'tenant' ? scope.path : '';
  const ofTenant = scope.kind === 'tenant';
  const tree = useQuery({ ...tenantTreeQuery, enabled: ofTenant });
  // The tree may be longer than what is read of it.
  const own = useQuery({ ...tenantQuery(path), enabled: ofTenant && can(me, scope, 'tenant:read') });
  return ofTenant ? freezeOf([...(tree.data ?? []), ...(own.data ? [own.data] : [])], path) : null;
}
