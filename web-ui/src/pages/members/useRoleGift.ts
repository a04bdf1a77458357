import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { instanceNamesQuery } from '../../api/queries';
import type { RoleScope } from '../../api/types';
import { can } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { useGivableRoles } from './useGivableRoles';

/** A role that is about to be given, and what it is to count for; with `single`, for one service, too. */
export function useRoleGift(scope: Scope, single: boolean) {
  const me = useMe();
  const onPlatform = scope.kind === 'platform';
  const [chosenRole, setRole] = useState('');
  const [countsFor, setCountsFor] = useState<RoleScope>('subtree');
  const [chosenInstance, setInstance] = useState('');
  const { givable, error } = useGivableRoles(scope, countsFor === 'subtree');
  const mayPickInstance = single && !onPlatform && can(me, scope, 'instance:read');
  const instances = useQuery({
    ...instanceNamesQuery(onPlatform ? '' : scope.path),
    enabled: mayPickInstance && countsFor === 'instance',
  });
  const role = givable.find((one) => one.name === chosenRole);
  const instance = instances.data?.find((one) => one === chosenInstance) ?? instances.data?.[0];
  const scopes: RoleScope[] = mayPickInstance ? ['subtree', 'tenant', 'instance'] : ['subtree', 'tenant'];
  return {
    onPlatform,
    givable,
    error,
    role,
    setRole,
    scopes,
    countsFor,
    setCountsFor,
    instances: instances.data ?? [],
    noInstances: instances.data?.length === 0,
    instance,
    setInstance,
    /** Whether all is chosen that has to be. */
    ready: role !== undefined && (countsFor !== 'instance' || instance !== undefined),
    /** As it goes into a request. */
    body: { role: role?.name, scope: countsFor, ...(countsFor === 'instance' ? { instance } : {}) },
  };
}

export type RoleGift = ReturnType<typeof useRoleGift>;
