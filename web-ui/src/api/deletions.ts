import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { paged, paths } from './queries';
import type { TenantDeletion, TenantDeletionReport } from './types';

const deletionBase = (id: string) => `/tenant-deletions/${encodeURIComponent(id)}`;
export const reportPath = (id: string) => `${deletionBase(id)}/report`;

const STEPS_AGAIN_MS = 60_000;

/**
 * Steps move with events. The last ones are told above the tenant only, since nothing may be written that
 * outlives it: who looks from inside sees those later.
 */
const whileItRuns = ({ state }: { state: { data: TenantDeletion | undefined } }) =>
  state.data?.state === 'RUNNING' ? STEPS_AGAIN_MS : false;

/** The newest deletion that takes a tenant along, with its steps. */
export const tenantDeletionQuery = (path: string) =>
  queryOptions({
    queryKey: ['tenants', 'deletion', path],
    queryFn: ({ signal }) => get<TenantDeletion>(`${paths.tenantBase(path)}/deletion`, signal),
    refetchInterval: whileItRuns,
  });

/** All deletions, also those that are over, newest first and without their steps. */
export const deletionsQuery = paged<TenantDeletion>(['tenants', 'deletions'], '/tenant-deletions');

export const deletionQuery = (id: string) =>
  queryOptions({
    queryKey: ['tenants', 'deletions', 'one', id],
    queryFn: ({ signal }) => get<TenantDeletion>(deletionBase(id), signal),
    refetchInterval: whileItRuns,
  });

/** What a deletion that is over took away; it never changes. */
export const deletionReportQuery = (id: string) =>
  queryOptions({
    queryKey: ['tenants', 'deletions', 'report', id],
    queryFn: ({ signal }) => get<TenantDeletionReport>(reportPath(id), signal),
    staleTime: Infinity,
  });
