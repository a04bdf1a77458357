// Made-up answers about deletions of tenants, keys and the identity provider, for the preview fixture.

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const DAY = 86_400;
const KINDS = [
  ['INSTANCES', 'asks for the uninstall of every instance, with the data of its volumes', {}],
  ['WORKLOAD', 'waits until no pod runs and no volume is left', { pods: 6, volumes: 3 }],
  [
    'MEMBERS',
    'takes away role bindings, roles and service accounts',
    { roleBindings: 4, serviceAccounts: 1 },
  ],
  ['SECRETS', 'removes the secrets with all their versions', { secrets: 3, secretVersions: 7 }],
  [
    'HISTORY',
    'removes instances, plans, orders and events',
    { instances: 2, plans: 9, configurations: 5, orders: 12 },
  ],
  ['CATALOG', 'removes the packages that the tenant published', { packages: 1 }],
  ['QUOTAS', 'gives back quota and removes limits', { limits: 4 }],
  ['KEYS', 'destroys the data keys: what they sealed cannot be opened again, in no copy', { dataKeys: 1 }],
  ['TENANT', 'closes the tenant; its name is free again', { tenants: 1 }],
];
const STAYS = [
  'the audit log with its hash chain and anchors',
  'what pods and kept volumes held when, for finance',
  "the tenant's id, label and names, which those two refer to",
  'this deletion with its report',
];

/** The steps of these tenants, of which the first `done` are done and the next one waits. */
const steps = (tenants, done) => {
  const all = [
    ...tenants.map((tenant) => [tenant, KINDS[0]]),
    ...tenants.flatMap((tenant) => KINDS.slice(1).map((kind) => [tenant, kind])),
  ];
  return all.map(([tenantPath, [kind, description, gone]], index) => {
    const state = index < done ? 'DONE' : index === done && done > 0 ? 'WAITING' : 'PENDING';
    return {
      position: index + 1,
      tenantPath,
      kind,
      description,
      state,
      reason: state === 'WAITING' ? '2 pods on hq-2 are stopping; the agent was heard of 12 s ago' : '',
      since: ago(1200 - index * 40),
      gone: state === 'DONE' ? gone : {},
    };
  });
};

const deletion = (name, path, state, more = {}) => ({
  id: `01939f3e-7a10-7${name}-8a2b-5f6c7d8e9f01`,
  tenantId: `tenant-${path}`,
  path,
  label: `${path.replace('/', '-')}-x4k9`,
  state,
  status: '',
  reason: '',
  askedBy: 'ada',
  askedAt: ago(2 * DAY),
  graceEndsAt: ago(-5 * DAY),
  startedAt: null,
  restoredAt: null,
  restoredBy: null,
  completedAt: null,
  steps: [],
  stays: STAYS,
  ...more,
});
const DELETIONS = [
  deletion('001', 'acme/legacy', 'GRACE', {
    reason: 'The team moved to acme/streams',
    steps: steps(['acme/legacy'], 0),
    status: 'Nothing is gone yet.',
  }),
  deletion('002', 'initech', 'RUNNING', {
    askedBy: 'administrator-of-many-tenants@example.org',
    askedAt: ago(8 * DAY),
    graceEndsAt: ago(1300),
    startedAt: ago(1300),
    steps: steps(['initech/lab', 'initech'], 2),
    status: "WORKLOAD of 'initech/lab' waits: 2 pods on hq-2 are stopping",
  }),
  deletion('003', 'hooli', 'DONE', {
    reason: 'The contract ended',
    askedAt: ago(40 * DAY),
    graceEndsAt: ago(33 * DAY),
    startedAt: ago(33 * DAY),
    completedAt: ago(33 * DAY - 300),
    steps: steps(['hooli'], 9),
    status: 'Everything is gone that does not have to stay.',
  }),
  deletion('004', 'acme/analytics', 'RESTORED', {
    askedAt: ago(90 * DAY),
    graceEndsAt: ago(83 * DAY),
    restoredAt: ago(89 * DAY),
    restoredBy: 'ada',
    status: 'Restored by ada.',
  }),
];

const total = Object.assign({}, ...KINDS.map(([, , gone]) => gone));
const REPORT = {
  statement: JSON.stringify({
    type: 'meridian-deletion-report/1',
    completedAt: DELETIONS[2].completedAt,
    total,
  }),
  digest: '9f2c'.repeat(16),
  signature: 'c2lnbmF0dXJl',
  key: { version: 3, key: 'a2V5', fingerprint: '41b7'.repeat(16) },
};

const change = (where, kind, text) => ({ where, kind, change: text });
const HERE = [
  change('meridian', 'add-member', 'Add mira to tenant acme/streams as tenant-developer'),
  change('meridian', 'rename-account', 'Call account jo.park "Jo Park-Lindgren"'),
  change(
    'keycloak',
    'add-organization',
    'Make organisation acme-analytics in Keycloak for tenant acme/analytics',
  ),
];
const MANY = Array.from({ length: 14 }, (_, i) =>
  change('meridian', 'disable-account', `Disable account contractor-${i + 1}: it is gone from Keycloak`),
);

function synchronised(url) {
  const dryRun = url.searchParams.get('dryRun') === 'true';
  const released = url.searchParams.get('manyMayGo') === 'true';
  return {
    dryRun,
    differences: released ? [...HERE, ...MANY] : HERE,
    withheld: [
      ...(released
        ? []
        : [
            {
              subject: '14 accounts',
              reason:
                '14 of 61 are gone from the directory at once and keep their access: when that is right, synchronise with --many-may-go',
            },
          ]),
      {
        subject: 'group /acme/streams/admins',
        reason: 'Its role platform-admin is not one that a tenant can give: map the group to another role.',
      },
    ],
  };
}

const member = (username, displayName, role, more = {}) => ({
  id: `account-${username}`,
  username,
  displayName,
  role,
  tenant: null,
  scope: 'subtree',
  instance: null,
  disabled: false,
  kind: 'person',
  ...more,
});
const MEMBERS = [
  member('dana', 'Dana Developer', 'tenant-developer'),
  member('vera', 'Vera Viewer', 'tenant-viewer', { disabled: true, scope: 'tenant' }),
  member('ci-deploy', 'Deployment pipeline', 'tenant-operator', { kind: 'service-account' }),
  member('night-shift', 'Night shift', 'tenant-operator', { kind: 'group' }),
];
const right = (permission, role, group = null) => ({
  permission,
  role,
  tenantPath: 'acme',
  scope: 'subtree',
  instance: null,
  group,
});
const RIGHTS = [
  right('instance:read', 'tenant-developer'),
  right('instance:write', 'tenant-developer'),
  right('plan:write', 'tenant-operator', 'night-shift'),
];
const GIB = 1024 ** 3;
const standing = (tenant, resource, limit, used, more = {}) => ({
  tenant,
  scope: 'all',
  resource,
  limit,
  guarantee: 0,
  used,
  reserved: 0,
  ...more,
});
const QUOTA = {
  tenant: 'acme/streams',
  etag: '"4"',
  limits: [{ scope: 'all', resource: 'memory', limit: 32 * GIB, guarantee: null }],
  lines: [],
  standing: [
    standing('acme/streams', 'memory', 32 * GIB, 26.6 * GIB),
    standing('acme', 'cpus', 16, 14.6, { guarantee: 4 }),
    standing('acme', 'memory', 64 * GIB, 30 * GIB, { reserved: 8 * GIB }),
  ],
};
const PLATFORM_ACCOUNT = {
  id: 'account-backup',
  username: 'backup',
  displayName: 'Nightly backup',
  disabled: false,
  keys: [
    {
      id: 'key-1',
      name: 'backup host',
      createdAt: ago(200 * DAY),
      createdBy: 'ada',
      expiresAt: ago(-20 * DAY),
      lastUsedAt: ago(5 * 3600),
    },
  ],
};

/** The answer to what this part knows, or undefined; null has no body. */
export function answer(url, [what, a, b, c, d]) {
  const page = (items) => ({ items, nextCursor: null });
  if (what === 'tenant-deletions') {
    const one = DELETIONS.find(({ id }) => id === a);
    if (a === undefined) return page(DELETIONS.map((each) => ({ ...each, steps: [] })));
    return b === 'report' ? REPORT : one;
  }
  if (what === 'tenants' && b === 'members') return d === 'rights' ? RIGHTS : page(MEMBERS);
  if (what === 'tenants' && b === 'quota') return QUOTA;
  if (what === 'tenants' && a === '-' && b === 'roles') return page([]);
  if (what === 'tenants' && a === '-' && b === 'service-accounts')
    return c === undefined ? page([PLATFORM_ACCOUNT]) : PLATFORM_ACCOUNT;
  if (what === 'tenants' && b === 'deletion') return DELETIONS[0];
  if (what === 'tenants' && b === 'data-key') return { changed: 7 };
  if (what === 'tenants' && b === 'export') return { type: 'end', lines: 0 };
  if (what === 'key-encryption') return { changed: 12 };
  if (what === 'signing-key') return { signsFrom: ago(-600), verifiesUntil: ago(-4200) };
  if (what === 'audit' && a === 'erase') return { accountId: DELETIONS[0].id, events: 31 };
  if (what === 'accounts')
    return b === 'second-factor'
      ? null
      : { username: a, displayName: a, id: a, kind: 'person', disabled: b === 'disable' };
  if (what === 'identity' && a === 'sync') return synchronised(url);
  if (what === 'identity')
    return {
      kind: 'keycloak',
      issuer: 'https://login.example.org/realms/meridian',
      sync: {
        result: 'done',
        reason: null,
        failures: 0,
        attemptedAt: ago(18),
        succeededAt: ago(18),
        nextAt: ago(-12),
        changed: 3,
        withheld: 2,
      },
    };
  return undefined;
}
