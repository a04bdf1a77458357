import { queryOptions } from '@tanstack/react-query';
import { call, get, query } from './client';
import type { IdentityProvider, IdentitySyncResult } from './types';

/** Who vouches for people, and how what is taken over from there stands. */
export const identityProviderQuery = queryOptions({
  queryKey: ['identity'],
  queryFn: ({ signal }) => get<IdentityProvider>('/identity/provider', signal),
  // Rounds do not move with events.
  refetchInterval: 10_000,
});

/**
 * Brings what is known of people in line with the provider, or only says what that would change.
 *
 * @param manyMayGo it is right that many people or roles are gone there at once
 */
export async function synchronise(asked: {
  dryRun: boolean;
  manyMayGo: boolean;
}): Promise<IdentitySyncResult> {
  return (await call<IdentitySyncResult>('/identity/sync' + query(asked), { method: 'POST' })).value;
}
