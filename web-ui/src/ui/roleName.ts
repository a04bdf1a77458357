import type { TFunction } from 'i18next';

const BUILT_IN = [
  'platform-admin',
  'platform-auditor',
  'finance',
  'tenant-admin',
  'tenant-developer',
  'tenant-operator',
  'tenant-viewer',
] as const;

/** What a person reads for a role: a built-in one in their language, a tenant's own by its name. */
export function roleName(t: TFunction, role: string): string {
  const builtIn = BUILT_IN.find((one) => one === role);
  return builtIn ? t(`role.${builtIn}`) : role;
}
