/** What a page is about: the whole platform, or one tenant with what is below it. The URL carries it. */
export type Scope = { kind: 'platform' } | { kind: 'tenant'; path: string };

export const PLATFORM: Scope = { kind: 'platform' };

/** A tenant's path as the API and our URLs write it: `acme/streams` is `acme~streams`. */
export function tenantParam(path: string): string {
  return path.replaceAll('/', '~');
}

export function tenantPath(param: string): string {
  return param.replaceAll('~', '/');
}

/** The scope of a location, or null outside any (sign-in, unknown pages). */
export function scopeOf(pathname: string): Scope | null {
  const [, first, second] = pathname.split('/');
  if (first === 'platform') return PLATFORM;
  if (first === 't' && second) return { kind: 'tenant', path: tenantPath(decodeURIComponent(second)) };
  return null;
}

export function scopeRoot(scope: Scope): string {
  return scope.kind === 'platform' ? '/platform' : `/t/${tenantParam(scope.path)}`;
}

/** Where a package is installed, with its form filled in as far as it is known. */
export function installLink(path: string, packageName: string, filled: Record<string, string> = {}): string {
  const params = new URLSearchParams(filled).toString();
  return `/t/${tenantParam(path)}/catalog/${packageName}/install${params ? `?${params}` : ''}`;
}

export function instanceLink(path: string, name: string, tab = 'overview'): string {
  return `/t/${tenantParam(path)}/services/${name}/${tab}`;
}
