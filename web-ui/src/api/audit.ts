import { queryOptions } from '@tanstack/react-query';
import type { Scope } from '../scope/scope';
import { get, query } from './client';
import { paged, paths, type PagedQuery } from './queries';
import type { AuditDelivery, AuditEvent, AuditSink, Page } from './types';

/** The audit log of a tenant, or the platform's own, newest first. */
export const auditQuery = (scope: Scope, filters: Record<string, string>) =>
  paged<AuditEvent>(['audit', paths.audit(scope)], paths.audit(scope), filters);

/** Where the audit log is streamed to. */
export const sinksQuery = (scope: Scope): PagedQuery<AuditSink> => {
  const sinks = paged<AuditSink>(['audit-sinks', paths.sinks(scope)], paths.sinks(scope));
  // How far a sink is does not move with events.
  return { ...sinks, page: (cursor) => ({ ...sinks.page(cursor), refetchInterval: 5000 }) };
};

/** What was sent to a sink, newest first; the server keeps the last hundred. */
export const deliveriesQuery = (scope: Scope, sink: string) =>
  queryOptions({
    queryKey: ['audit-sinks', paths.sinks(scope), 'deliveries', sink],
    queryFn: async ({ signal }) =>
      (
        await get<Page<AuditDelivery>>(
          `${paths.sink(scope, sink)}/deliveries` + query({ limit: 100 }),
          signal,
        )
      ).items,
    // Deliveries do not move with events.
    refetchInterval: 5000,
  });
