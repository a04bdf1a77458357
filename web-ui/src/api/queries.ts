import { keepPreviousData, queryOptions, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { tenantParam, type Scope } from '../scope/scope';
import { get, query, rememberCsrfToken, rememberViewed } from './client';
import type {
  DeletionProtection,
  EffectiveOptions,
  EffectiveRight,
  Endpoint,
  Explanation,
  Group,
  GroupMember,
  Instance,
  Invitation,
  Maintenance,
  Me,
  Member,
  Package,
  PackageSummary,
  Page,
  Plan,
  PlatformOverview,
  Pod,
  Role,
  Secret,
  SecondFactor,
  SecretDetail,
  ServiceAccount,
  SignInSession,
  Tenant,
  TenantIsolation,
  TenantOverview,
  TenantQuota,
  UnmetPod,
  UsageReport,
  Version,
  Volume,
} from './types';

/*
 * Keys start with the topic that live events invalidate (see live.ts): 'instances', 'instance', 'overview',
 * 'regions', 'nodes', 'tenants', 'packages', 'volumes', 'secrets'. 'me', 'sessions', 'second-factor', 'members',
 * 'groups', 'invitations', 'roles', 'service-accounts', 'identity', 'version' and 'usage' do not move with events.
 */

const tenantBase = (path: string) => `/tenants/${tenantParam(path)}`;
/** Of the tenant that a scope is about; the platform is one too. */
const scopeBase = (scope: Scope) => (scope.kind === 'platform' ? '/tenants/-' : tenantBase(scope.path));
const scopeKey = (scope: Scope) => (scope.kind === 'platform' ? '-' : scope.path);
const instanceBase = (path: string, name: string) =>
  `${tenantBase(path)}/instances/${encodeURIComponent(name)}`;

export const PAGE_SIZE = 50;

/** A list that the server pages: the query of one page by its cursor. Lists that differ in `of` differ in their rows. */
export interface PagedQuery<T> {
  of: string;
  page: (cursor: string | null) => UseQueryOptions<Page<T>>;
}

export function paged<T>(
  key: QueryKey,
  path: string,
  params: Record<string, string | undefined> = {},
): PagedQuery<T> {
  return {
    of: path + query(params),
    page: (cursor) => ({
      queryKey: [...key, params, cursor],
      queryFn: ({ signal }) => get<Page<T>>(path + query({ ...params, limit: PAGE_SIZE, cursor }), signal),
      // The rows before stay on screen until the next ones are there.
      placeholderData: keepPreviousData,
    }),
  };
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await get<Me>('/me', signal);
    rememberCsrfToken(me.csrfToken);
    rememberViewed(me.viewing?.tenant.path ?? null);
    return me;
  },
  staleTime: 60_000,
  retry: false,
});

/** One's own sign-ins, in browsers and in programs. */
export const sessionsQuery = paged<SignInSession>(['sessions'], '/me/sessions');

/** One's own second factor. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => get<SecondFactor>('/me/second-factor', signal),
});

export const versionQuery = queryOptions({
  queryKey: ['version'],
  queryFn: ({ signal }) => get<Version>('/version', signal),
  staleTime: Infinity,
});

export const platformOverviewQuery = queryOptions({
  queryKey: ['overview', 'platform'],
  queryFn: ({ signal }) => get<PlatformOverview>('/overview', signal),
});

export const tenantOverviewQuery = (path: string) =>
  queryOptions({
    queryKey: ['overview', path],
    queryFn: ({ signal }) => get<TenantOverview>(`${tenantBase(path)}/overview`, signal),
  });

export const tenantsQuery = paged<Tenant>(['tenants', 'paged'], '/tenants');

/** The tenants of the scope picker. The first thousand: beyond that the list page searches on the server. */
export const tenantTreeQuery = queryOptions({
  queryKey: ['tenants', 'tree'],
  queryFn: async ({ signal }) => (await get<Page<Tenant>>('/tenants' + query({ limit: 1000 }), signal)).items,
  staleTime: 60_000,
});

export const tenantQuery = (path: string) =>
  queryOptions({
    queryKey: ['tenants', 'one', path],
    queryFn: ({ signal }) => get<Tenant>(tenantBase(path), signal),
  });

/** Who has which role at a tenant, or on the platform. */
export const membersQuery = (scope: Scope) =>
  paged<Member>(['members', scopeKey(scope)], `${scopeBase(scope)}/members`);

/** The groups of a tenant itself. */
export const groupsQuery = (scope: Scope) => paged<Group>(['groups', scopeKey(scope)], paths.groups(scope));

/** The first thousand groups, to choose from. */
export const groupChoicesQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['groups', scopeKey(scope), 'choices'],
    queryFn: async ({ signal }) =>
      (await get<Page<Group>>(paths.groups(scope) + query({ limit: 1000 }), signal)).items,
  });

/** A group with what it is given. */
export const groupQuery = (scope: Scope, name: string) =>
  queryOptions({
    queryKey: ['groups', scopeKey(scope), 'one', name],
    queryFn: ({ signal }) => get<Group>(paths.group(scope, name), signal),
  });

export const groupMembersQuery = (scope: Scope, name: string) =>
  paged<GroupMember>(['groups', scopeKey(scope), 'members', name], `${paths.group(scope, name)}/members`);

/** Whom a tenant invited, newest first. */
export const invitationsQuery = (scope: Scope) =>
  paged<Invitation>(['invitations', scopeKey(scope)], paths.invitations(scope));

/** The service accounts that a tenant or the platform made, with their keys. */
export const serviceAccountsQuery = (scope: Scope) =>
  paged<ServiceAccount>(['service-accounts', scopeKey(scope)], paths.serviceAccounts(scope));

export const serviceAccountQuery = (scope: Scope, username: string) =>
  queryOptions({
    queryKey: ['service-accounts', scopeKey(scope), 'one', username],
    queryFn: ({ signal }) => get<ServiceAccount>(paths.serviceAccount(scope, username), signal),
  });

/** What somebody may do at a tenant, each with the role that gives it. */
export const rightsQuery = (scope: Scope, username: string) =>
  queryOptions({
    queryKey: ['members', scopeKey(scope), 'rights', username],
    queryFn: ({ signal }) =>
      get<EffectiveRight[]>(`${scopeBase(scope)}/members/${encodeURIComponent(username)}/rights`, signal),
  });

/** The roles that may be given at a tenant: built in, and made there or above. */
export const rolesQuery = (scope: Scope) =>
  paged<Role>(['roles', scopeKey(scope)], `${scopeBase(scope)}/roles`);

/** The first thousand roles, to choose from. */
export const roleChoicesQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['roles', scopeKey(scope), 'choices'],
    queryFn: async ({ signal }) =>
      (await get<Page<Role>>(`${scopeBase(scope)}/roles` + query({ limit: 1000 }), signal)).items,
  });

/** How far a tenant may go, and every limit and guarantee that is on its way. */
export const tenantQuotaQuery = (path: string) =>
  queryOptions({
    queryKey: ['tenants', 'quota', path],
    queryFn: ({ signal }) => get<TenantQuota>(`${tenantBase(path)}/quota`, signal),
  });

/**
 * The maintenance windows at a tenant or, with a name, at one of its instances. Events of both may change them, for an
 * instance may have those of a tenant.
 */
export const maintenanceQuery = (path: string, instance?: string) =>
  queryOptions({
    queryKey: ['tenants', 'maintenance', path, instance ?? '-'],
    queryFn: ({ signal }) => get<Maintenance>(paths.part('maintenance', path, instance), signal),
  });

/** The isolation that a tenant or the platform demands of nodes. */
export const isolationQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['tenants', 'isolation', scopeKey(scope)],
    queryFn: ({ signal }) => get<TenantIsolation>(paths.isolation(scope), signal),
  });

/** The first hundred pods on nodes that give less than is demanded. */
export const unmetPodsQuery = (scope: Scope, subtree: boolean) =>
  queryOptions({
    queryKey: ['tenants', 'isolation', scopeKey(scope), 'unmet', subtree],
    queryFn: ({ signal }) =>
      get<Page<UnmetPod>>(`${paths.isolation(scope)}/unmet` + query({ subtree, limit: 100 }), signal),
  });

/** Whether deletion of a tenant or, with a name, of one of its instances is refused. */
export const protectionQuery = (path: string, instance?: string) =>
  queryOptions({
    queryKey: ['tenants', 'protection', path, instance ?? '-'],
    queryFn: ({ signal }) => get<DeletionProtection>(paths.part('protection', path, instance), signal),
  });

export const packagesQuery = (q: string) => paged<PackageSummary>(['packages', 'list'], '/packages', { q });

export const packageQuery = (name: string, version?: string) =>
  queryOptions({
    queryKey: ['packages', 'one', name, version ?? 'newest'],
    queryFn: ({ signal }) => {
      const base = `/packages/${encodeURIComponent(name)}`;
      return get<Package>(version ? `${base}/versions/${encodeURIComponent(version)}` : base, signal);
    },
  });

export const instancesQuery = (scope: Scope, filters: { package?: string; state?: string }) =>
  paged<Instance>(
    ['instances', scope.kind === 'tenant' ? scope.path : '*'],
    scope.kind === 'tenant' ? `${tenantBase(scope.path)}/instances` : '/instances',
    filters,
  );

export const instanceNamesQuery = (path: string) =>
  queryOptions({
    queryKey: ['instances', path, 'names'],
    queryFn: async ({ signal }) =>
      (
        await get<Page<Instance>>(
          `${tenantBase(path)}/instances` + query({ subtree: false, limit: 1000 }),
          signal,
        )
      ).items.map(({ name }) => name),
  });

/** Names of a tenant's own instances by id, for what tells only ids. */
export const instancesByIdQuery = (path: string) =>
  queryOptions({
    queryKey: ['instances', path, 'ids'],
    queryFn: async ({ signal }) =>
      new Map(
        (
          await get<Page<Instance>>(
            `${tenantBase(path)}/instances` + query({ subtree: false, limit: 1000 }),
            signal,
          )
        ).items.map(({ id, name }) => [id, name]),
      ),
  });

export const instanceQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'itself'],
    queryFn: ({ signal }) => get<Instance>(instanceBase(path, name), signal),
  });

export const plansQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'plans'],
    queryFn: ({ signal }) => get<Plan[]>(`${instanceBase(path, name)}/plans`, signal),
  });

export const podsQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'pods'],
    queryFn: async ({ signal }) =>
      (await get<Page<Pod>>(`${instanceBase(path, name)}/pods` + query({ limit: 1000 }), signal)).items,
  });

export const endpointsQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'endpoints'],
    queryFn: ({ signal }) => get<Endpoint[]>(`${instanceBase(path, name)}/endpoints`, signal),
  });

export const optionsQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'options'],
    queryFn: ({ signal }) => get<EffectiveOptions>(`${instanceBase(path, name)}/options`, signal),
  });

export const explanationQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'explanation'],
    queryFn: ({ signal }) => get<Explanation>(`${instanceBase(path, name)}/explanation`, signal),
  });

export const volumesQuery = (path: string, state?: string) =>
  paged<Volume>(['volumes', path], `${tenantBase(path)}/volumes`, { state });

/** What an instance has, kept volumes that it waits to restore too: all that its uninstall is about. */
export const instanceVolumesQuery = (path: string, name: string) =>
  queryOptions({
    queryKey: ['instance', path, name, 'volumes'],
    queryFn: async ({ signal }) =>
      (await get<Page<Volume>>(`${instanceBase(path, name)}/volumes`, signal)).items,
  });

/** What uninstalled instances of this name left in the tenant itself. */
export const keptVolumesQuery = (path: string, instance: string) =>
  queryOptions({
    queryKey: ['volumes', path, 'kept', instance],
    queryFn: async ({ signal }) =>
      (
        await get<Page<Volume>>(
          `${tenantBase(path)}/volumes` + query({ subtree: false, state: 'KEPT', instance, limit: 1000 }),
          signal,
        )
      ).items,
  });

/** A tenant's secrets, without values. */
export const secretsQuery = (path: string) => paged<Secret>(['secrets', path], paths.secrets(path));

export const secretQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: ['secrets', path, 'one', id],
    queryFn: ({ signal }) => get<SecretDetail>(paths.secret(path, id), signal),
  });

/** The first thousand secrets, to choose from. */
export const secretChoicesQuery = (path: string) =>
  queryOptions({
    queryKey: ['secrets', path, 'choices'],
    queryFn: async ({ signal }) =>
      (await get<Page<Secret>>(paths.secrets(path) + query({ limit: 1000 }), signal)).items,
  });

export const usageQuery = (from: string, to: string, groupBy: string, tenant?: string) =>
  queryOptions({
    queryKey: ['usage', from, to, groupBy, tenant ?? '*'],
    queryFn: ({ signal }) => get<UsageReport>('/usage' + query({ from, to, groupBy, tenant }), signal),
    placeholderData: (previous) => previous,
  });

export const paths = {
  /** The person's own view of a tenant. */
  view: '/me/view',
  sinks: (scope: Scope) => `${scopeBase(scope)}/audit/sinks`,
  sink: (scope: Scope, sink: string) => `${scopeBase(scope)}/audit/sinks/${encodeURIComponent(sink)}`,
  audit: (scope: Scope) => `${scope.kind === 'tenant' ? tenantBase(scope.path) : '/tenants/-'}/audit`,
  tenantBase,
  scopeBase,
  instanceBase,
  isolation: (scope: Scope) => `${scopeBase(scope)}/isolation`,
  /** What tenants and instances both have. */
  part: (what: 'maintenance' | 'protection', path: string, instance?: string) =>
    `${instance === undefined ? tenantBase(path) : instanceBase(path, instance)}/${what}`,
  serviceAccounts: (scope: Scope) => `${scopeBase(scope)}/service-accounts`,
  serviceAccount: (scope: Scope, username: string) =>
    `${scopeBase(scope)}/service-accounts/${encodeURIComponent(username)}`,
  groups: (scope: Scope) => `${scopeBase(scope)}/groups`,
  group: (scope: Scope, name: string) => `${scopeBase(scope)}/groups/${encodeURIComponent(name)}`,
  invitations: (scope: Scope) => `${scopeBase(scope)}/invitations`,
  secrets: (path: string) => `${tenantBase(path)}/secrets`,
  secret: (path: string, id: string) => `${tenantBase(path)}/secrets/${encodeURIComponent(id)}`,
};
