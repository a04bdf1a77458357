import type { TFunction } from 'i18next';
import type { Role, RoleScope } from '../../api/types';
import { en } from '../../i18n/en';

type GroupName = keyof typeof en.permissionGroup;
type PermissionName = keyof typeof en.permission;

/** What means something on the platform only, and so is in no role that a tenant makes. */
const OF_PLATFORM = ['region:read', 'region:write', 'node:read', 'package:publish', 'role:grant'];

const GROUPS = Object.keys(en.permissionGroup);
const VERBS = ['read', 'write', 'reveal', 'rotate', 'publish', 'erase', 'grant'];

export interface PermissionGroup {
  resource: string;
  permissions: string[];
}

/** Permissions by what they are about, in the order in which people meet these things. */
export function grouped(permissions: Iterable<string>): PermissionGroup[] {
  const byResource = new Map<string, string[]>();
  for (const permission of new Set(permissions)) {
    const resource = permission.split(':')[0] ?? permission;
    byResource.set(resource, [...(byResource.get(resource) ?? []), permission]);
  }
  return [...byResource.entries()]
    .map(([resource, ofIt]) => ({
      resource,
      permissions: ofIt.sort((a, b) => place(VERBS, verbOf(a)) - place(VERBS, verbOf(b))),
    }))
    .sort((a, b) => place(GROUPS, a.resource) - place(GROUPS, b.resource));
}

const verbOf = (permission: string) => permission.split(':')[1] ?? '';

/** What is not known comes last. */
function place(order: string[], name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

/** What somebody who may do this can put into a role of a tenant. */
export function offered(held: Iterable<string>): string[] {
  return [...held].filter((permission) => !OF_PLATFORM.includes(permission));
}

/** Whether somebody who may do this there can give the role: nobody gives what they do not hold. */
export function mayGive(role: Role, held: Set<string>): boolean {
  if (role.builtIn && held.has('role:grant')) return true;
  return role.permissions.every((permission) => held.has(permission));
}

/** The server may know a resource that this version does not: it is shown as it came. */
export function groupName(t: TFunction, resource: string): string {
  return isGroup(resource) ? t(`permissionGroup.${resource}`) : resource;
}

export function permissionName(t: TFunction, permission: string): string {
  const key = permission.replace(':', '-');
  return isPermission(key) ? t(`permission.${key}`) : permission;
}

const isGroup = (name: string): name is GroupName => name in en.permissionGroup;
const isPermission = (name: string): name is PermissionName => name in en.permission;

/** What a role that was given counts for, as people read it. */
export function scopeName(
  t: TFunction,
  scope: RoleScope,
  instance: string | null,
  onPlatform: boolean,
): string {
  if (scope === 'instance')
    return instance === null ? t('memberScope.instance') : t('memberScope.instanceNamed', { instance });
  if (onPlatform)
    return t(scope === 'subtree' ? 'memberScope.subtreePlatform' : 'memberScope.tenantPlatform');
  return t(`memberScope.${scope}`);
}
