import type { Scope } from '../scope/scope';
import { call, query } from './client';
import { paths } from './queries';
import type { Account, Member, RecoveryCodes, SecondFactorOffer } from './types';

/** Changes one's own password; the other sign-ins of the person end. */
export async function changePassword(current: string, next: string): Promise<void> {
  await call('/me/password', { method: 'PUT', body: { current, next } });
}

/** Ends one of one's own sign-ins. */
export async function endSession(id: string): Promise<void> {
  await call(`/me/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** Ends all of one's own sign-ins but the one of this page. */
export async function endOtherSessions(): Promise<void> {
  await call('/me/sessions', { method: 'DELETE' });
}

/** Begins to set up a second factor: what it answers counts once a code confirms it. */
export async function beginSecondFactor(password: string): Promise<SecondFactorOffer> {
  return (await call<SecondFactorOffer>('/me/second-factor', { method: 'POST', body: { password } })).value;
}

/** Makes it count; the other sign-ins of the person end. */
export async function confirmSecondFactor(code: string): Promise<RecoveryCodes> {
  return (await call<RecoveryCodes>('/me/second-factor/confirm', { method: 'POST', body: { code } })).value;
}

/** Takes it away; the other sign-ins of the person end. */
export async function disableSecondFactor(password: string): Promise<void> {
  await call('/me/second-factor', { method: 'DELETE', body: { password } });
}

/** Lets an account do nothing any more, or lets it in again; at once. */
export async function setAccountDisabled(username: string, disabled: boolean): Promise<Account> {
  const verb = disabled ? 'disable' : 'enable';
  return (await call<Account>(`/accounts/${encodeURIComponent(username)}/${verb}`, { method: 'POST' })).value;
}

/** Takes somebody's second factor away, who has lost it; all sign-ins of the person end. */
export async function resetSecondFactor(username: string): Promise<void> {
  await call(`/accounts/${encodeURIComponent(username)}/second-factor`, { method: 'DELETE' });
}

/** Takes a role away that counts for a tenant, or for one of its instances only. */
export async function removeMember(
  scope: Scope,
  member: Pick<Member, 'username' | 'role' | 'instance' | 'kind'>,
): Promise<void> {
  const who = encodeURIComponent(member.username);
  const role = `${paths.scopeBase(scope)}/members/${who}/roles/${encodeURIComponent(member.role)}`;
  await call(
    role + query({ instance: member.instance, holder: member.kind === 'group' ? 'group' : undefined }),
    { method: 'DELETE' },
  );
}
