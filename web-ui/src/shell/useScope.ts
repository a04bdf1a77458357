import { useLocation, useParams } from 'react-router';
import { PLATFORM, scopeOf, tenantPath, type Scope } from '../scope/scope';

export function useScope(): Scope {
  return scopeOf(useLocation().pathname) ?? PLATFORM;
}

/** The tenant of the URL, as a path. Only on pages below /t/:tenant. */
export function useTenantPath(): string {
  return tenantPath(useParams().tenant ?? '');
}

/** A part of the URL that the route guarantees. */
export function useParam(name: string): string {
  return useParams()[name] ?? '';
}
