import { createContext, useContext } from 'react';
import type { Me, Permission } from '../api/types';
import { can } from '../scope/permissions';
import type { Scope } from '../scope/scope';

export const MeContext = createContext<Me | null>(null);

/** The person who is signed in. Only below RequireSignIn. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe is used outside of the signed-in part of the application');
  return me;
}

export function useCan(scope: Scope, permission: Permission): boolean {
  return can(useMe(), scope, permission);
}
