import type { Me, MovedQuota, Permission, QuotaResource, Tenant } from '../../api/types';
import { can, freezeOf, held, scopeAbove } from '../../scope/permissions';
import { PLATFORM, type Scope } from '../../scope/scope';
import { amount } from '../../ui/format';

/** Renaming, moving, suspending and resuming a tenant is for whoever may write above it. */
export function mayManage(me: Me, path: string, tree: Tenant[]): boolean {
  return mayWrite(me, scopeAbove(path), tree);
}

/** Whether the person may make tenants directly below the scope, hang one there, or change what it is. */
export function mayWrite(me: Me, scope: Scope, tree: Tenant[]): boolean {
  // Nobody changes what is being deleted, however far above they are.
  if (scope.kind === 'tenant' && isGoing(tree, scope.path)) return false;
  const frozen = scope.kind === 'tenant' ? freezeOf(tree, scope.path) : null;
  return can(me, scope, 'tenant:write', frozen?.path);
}

function isGoing(tree: Tenant[], path: string): boolean {
  return tree.some(
    (one) => one.state === 'DELETING' && (one.path === path || path.startsWith(one.path + '/')),
  );
}

const NEEDED_TO_VIEW: Permission[] = [
  'audit:read',
  'instance:read',
  'log:read',
  'member:read',
  'metrics:read',
  'package:read',
  'tenant:read',
  'usage:read',
  'volume:read',
];

/** Whether the person may view as the tenant: sees all of it that is no secret, and views as nobody yet. */
export function mayView(me: Me, path: string): boolean {
  const all = held(me, { kind: 'tenant', path }, true);
  return me.viewing === null && NEEDED_TO_VIEW.every((one) => all.has(one));
}

/** The top of the tree, as the API names it. */
export const TOP = '-';

/** Where the person may hang a tenant: not below itself, and not where it hangs already. */
export function newParents(me: Me, tenant: Tenant, tree: Tenant[]): string[] {
  const places = tree
    .map(({ path }) => path)
    .filter(
      (path) =>
        path !== tenant.path &&
        !path.startsWith(tenant.path + '/') &&
        path !== tenant.parentPath &&
        mayWrite(me, { kind: 'tenant', path }, tree),
    );
  return tenant.parentPath !== null && can(me, PLATFORM, 'tenant:write') ? [TOP, ...places] : places;
}

/** How deep a path hangs below another one; the top is ''. */
export function depthBelow(path: string, top: string): number {
  return path.split('/').length - (top === '' ? 1 : top.split('/').length + 1);
}

const RESOURCES: QuotaResource[] = [
  'cpus',
  'memory',
  'disk',
  'pods',
  'gpus',
  'instances',
  'volumes',
  'secrets',
];

/** An amount of a move's preview, which counts cores and graphics processors in thousandths. */
export function movedAmount(resource: MovedQuota['resource'], value: number): string {
  const known = RESOURCES.find((one) => one === resource);
  if (known === undefined) return String(value);
  return amount(known, known === 'cpus' || known === 'gpus' ? value / 1000 : value);
}

/** The resource of a preview's line by its name here, if this version knows it. */
export function resourceOf(resource: string): QuotaResource | undefined {
  return RESOURCES.find((one) => one === resource);
}
