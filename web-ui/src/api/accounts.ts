import { tenantParam } from '../scope/scope';
import { call } from './client';
import type { Account } from './types';

/** Changes one's own password; the other sign-ins of the person end. */
export async function changePassword(current: string, next: string): Promise<void> {
  await call('/me/password', { method: 'PUT', body: { current, next } });
}

/** Lets an account do nothing any more, or lets it in again; at once. */
export async function setAccountDisabled(username: string, disabled: boolean): Promise<Account> {
  const verb = disabled ? 'disable' : 'enable';
  return (await call<Account>(`/accounts/${encodeURIComponent(username)}/${verb}`, { method: 'POST' })).value;
}

/** Takes a role away; `path` null is the platform. */
export async function removeMember(path: string | null, username: string, role: string): Promise<void> {
  const tenant = path === null ? '-' : tenantParam(path);
  const who = encodeURIComponent(username);
  await call(`/tenants/${tenant}/members/${who}/roles/${encodeURIComponent(role)}`, { method: 'DELETE' });
}
