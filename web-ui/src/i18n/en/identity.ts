/** Who vouches for people, and what is taken over from there. */
export const identity = {
  identity: {
    lead: 'Who vouches for people, and how what is known of them here is kept in line with it.',
    provider: 'Provider',
    kind: { embedded: 'Accounts kept here', oidc: 'An OpenID Connect issuer', keycloak: 'Keycloak' },
    embeddedMeans:
      'People sign in with accounts that the platform keeps itself. Nothing is taken over from anywhere, so nothing has to be kept in line.',
    oidcMeans:
      'People sign in at the issuer; their roles come from its claims and from members here. Nothing else is taken over from there.',
    keycloakMeans:
      'Organisations, groups and roles of Keycloak become tenants, members and roles here, in rounds that come by themselves. While Keycloak is away, everything goes on as it was.',
    issuer: 'Issuer',
    sync: 'Synchronisation',
    none: 'There was no round yet. The first one begins by itself shortly.',
    result: { done: 'In line', waiting: 'Waiting' },
    reason: 'Reason',
    failures: 'Failures in a row',
    attempted: 'Last round',
    succeeded: 'Last success',
    next: 'Next round',
    changed: 'Changed',
    withheld: 'Not done',
    look: 'Show the differences',
    run: 'Synchronise now',
    withheldTitle_one: '{{count}} difference waits for a person',
    withheldTitle_other: '{{count}} differences wait for a person',
    withheldBody:
      'Rounds take nobody’s access just because much is gone from Keycloak at once: it may be a mistake there. The differences say the reason of each. Where it is right, look at all that would go, and release it.',
    lookReleased: 'Show all that would go',
    release: 'Release and synchronise',
    releaseOf: 'Take over that many are gone?',
    releaseBody_one:
      'The {{count}} change that is listed is made now, also where very much goes at once. Who loses access is signed out within a second.',
    releaseBody_other:
      'The {{count}} changes that are listed are made now, also where very much goes at once. Who loses access is signed out within a second.',
    would: 'What a round would change',
    wouldReleased: 'What would change if it is right that many are gone',
    did: 'What the round changed',
    nothing: 'No differences: both sides say the same.',
    where: 'Where',
    inMeridian: 'Here',
    inKeycloak: 'Keycloak',
    change: 'Change',
    held: 'Not done',
    subject: 'About',
    why: 'Why',
  },
} as const;
