const KEPT = 'meridian.invitation';

/**
 * The secret behind the # of the link. It is kept for this tab alone, so that it is still there after a
 * sign-in, and taken out of the address, so that it is in no history.
 */
export function takeInvitationSecret(): string | null {
  const fresh = window.location.hash.slice(1);
  if (fresh !== '') {
    sessionStorage.setItem(KEPT, fresh);
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return sessionStorage.getItem(KEPT);
}

export function forgetInvitationSecret(): void {
  sessionStorage.removeItem(KEPT);
}
