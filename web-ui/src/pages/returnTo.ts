/** Only paths of our own are returned to: anything else would send a signed-in person to a stranger. */
export function safeReturn(returnTo: string | null): string {
  if (returnTo === null || !/^\/(?![/\\])/.test(returnTo) || returnTo.startsWith('/signin')) return '/';
  return returnTo;
}
