// Plausible answers of the public API, for looking at pages and for trying the browser test's steps.
// Nothing here is a control plane: it decides nothing and keeps nothing.

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds) => ago(-seconds);
let ids = 0;
const id = () => `01939f3e-7a10-7${String(++ids).padStart(3, '0')}-8a2b-5f6c7d8e9f01`;
const svg = (body) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${body}</svg>`)}`;

const ADMIN = [
  'region:read',
  'region:write',
  'node:read',
  'tenant:read',
  'tenant:write',
  'package:read',
  'package:publish',
  'instance:read',
  'instance:write',
  'log:read',
  'metrics:read',
  'volume:read',
  'volume:write',
  'usage:read',
  'audit:read',
  'audit:write',
  'audit:erase',
  'key:rotate',
  'member:read',
  'member:write',
];
const DEVELOPER = [
  'region:read',
  'tenant:read',
  'package:read',
  'instance:read',
  'instance:write',
  'log:read',
  'volume:read',
  'volume:write',
  'secret:read',
  'secret:write',
  'secret:reveal',
  'usage:read',
];
const ref = (path) => ({ id: `tenant-${path}`, path, label: path.replace('/', '-') });

const secret = (path, currentVersion, users, more = {}) => ({
  id: id(),
  path,
  description: '',
  binary: false,
  labels: {},
  currentVersion,
  createdAt: '2026-01-05T09:00:00Z',
  createdBy: 'dana',
  changedAt: '2026-03-01T09:00:00Z',
  users,
  ...more,
});
export const secrets = [
  secret('kafka/admin-password', 3, 1, {
    description: 'Of the administrator that brokers trust',
    labels: { team: 'streams', env: 'prod' },
  }),
  secret('kafka/keystore', 1, 1, { binary: true }),
  secret('licence', 1, 0),
];

const session = (kind, client, lastUsed, more = {}) => ({
  id: id(),
  kind,
  client,
  address: '192.0.2.17',
  userAgent: null,
  createdAt: ago(6 * 86_400),
  lastUsedAt: ago(lastUsed),
  current: false,
  ...more,
});
/** Its QR code has the size of a real one and says nothing. */
export const secondFactorOffer = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  uri: 'otpauth://totp/Meridian%20localhost:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  qrCode: Array.from({ length: 41 }, (_, y) =>
    Array.from({ length: 41 }, (_, x) => ((x * x + y * y * x + y) % 3 === 0 ? '1' : '0')).join(''),
  ),
};
export const sessions = [
  session('web', 'meridian-web', 20, {
    current: true,
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
  }),
  session('device', 'meridian-cli', 3 * 3600, { address: '2001:db8::7:17' }),
  session('web', 'meridian-web', 2 * 86_400, {
    address: '198.51.100.4',
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  }),
];

const key = (name, more = {}) => ({
  id: id(),
  name,
  createdAt: ago(40 * 86_400),
  createdBy: 'dana',
  expiresAt: null,
  lastUsedAt: null,
  ...more,
});
export const newKey = (name, expiresAt) => ({
  ...key(name, { createdAt: ago(0), expiresAt: expiresAt ?? null }),
  secret: 'mk1.fixturefixturefixturefixturefixture',
});
export const serviceAccounts = [
  {
    id: id(),
    username: 'ci-deploy',
    displayName: 'Deployment pipeline',
    disabled: false,
    keys: [
      key('pipeline of 2026', { expiresAt: ahead(50 * 86_400), lastUsedAt: ago(240) }),
      key('first', { expiresAt: ago(9 * 86_400), lastUsedAt: ago(11 * 86_400) }),
      key('runner'),
    ],
  },
  { id: id(), username: 'old-exporter', displayName: 'old-exporter', disabled: true, keys: [] },
];
const role = (name, permissions) => ({
  name,
  description: '',
  permissions,
  builtIn: true,
  tenantPath: null,
  etag: '"1"',
});
const sink = (name, kind, target, more = {}) => ({
  id: id(),
  name,
  kind,
  target,
  ownAuthorities: false,
  state: 'ACTIVE',
  reason: '',
  lagSeconds: 0,
  sent: 411,
  failures: 0,
  nextAttemptAt: null,
  lastSentAt: ago(40),
  createdAt: ago(30 * 86_400),
  etag: '"3"',
  ...more,
});
export const sinks = [
  sink('siem', 'syslog', 'tls://siem.example:6514'),
  sink('warehouse', 'webhook', 'https://warehouse.example/hooks/meridian-audit', {
    state: 'RETRYING',
    reason: 'The receiver answered 503.',
    lagSeconds: 754,
    failures: 4,
    nextAttemptAt: ahead(95),
  }),
];
const delivery = (state, seconds, more = {}) => ({
  id: id(),
  resendOf: null,
  events: 12,
  state,
  attempts: 1,
  status: 200,
  reason: '',
  madeAt: ago(seconds),
  attemptedAt: ago(seconds),
  ...more,
});
export const deliveries = [
  delivery('PENDING', 700, { attempts: 4, status: 503, reason: 'The receiver answered 503.' }),
  delivery('DELIVERED', 3000),
  delivery('FAILED', 9000, { resendOf: id(), status: null, reason: 'The connection was refused.' }),
];
export const groups = [
  { id: id(), name: 'night-shift', displayName: 'Night shift', members: 2, etag: '"0"' },
  { id: id(), name: 'data-platform', displayName: 'data-platform', members: 0, etag: '"0"' },
];
export const groupRoles = [
  { role: 'tenant-operator', tenantPath: 'acme/streams', scope: 'subtree', instance: null },
  { role: 'tenant-viewer', tenantPath: 'acme/streams', scope: 'instance', instance: 'kafka' },
];
export const groupMembers = [
  { id: id(), username: 'dana', displayName: 'Dana Developer', kind: 'person', disabled: false },
  { id: id(), username: 'vera', displayName: 'vera', kind: 'person', disabled: false },
];
const invitation = (email, state, more = {}) => ({
  id: id(),
  email,
  state,
  role: 'tenant-viewer',
  scope: 'subtree',
  instance: null,
  group: null,
  invitedBy: 'Dana Developer',
  createdAt: ago(5000),
  expiresAt: ago(-500000),
  acceptedAt: null,
  acceptedBy: null,
  revokedAt: null,
  revokedReason: '',
  ...more,
});
export const invitations = [
  invitation('mona@example.org', 'PENDING'),
  invitation('nils@example.org', 'ACCEPTED', {
    acceptedBy: 'nils@example.org',
    role: null,
    scope: null,
    group: 'night-shift',
  }),
  invitation('olga@example.org', 'EXPIRED', { expiresAt: ago(100) }),
  invitation('paul@example.org', 'REVOKED', { revokedReason: 'The tenant was suspended.' }),
];

export const roles = [role('tenant-viewer', ['instance:read']), role('finance', ['usage:read'])];

export const audit = [
  ['instance.install', 'kafka', 'dana', 'person', 'DONE', 'done'],
  ['secret.rotate', 'kafka/admin-password', 'ci-deploy', 'service-account', 'DONE', 'done'],
  ['permission.use', 'secret:reveal', 'vera', 'person', 'REFUSED', 'forbidden'],
  ['agent.refused', 'hq-1', 'agent', 'agent', 'REFUSED', 'not-found'],
  ['session.sign-in', 'root', 'anonymous', 'anonymous', 'REFUSED', 'unauthenticated'],
  ['quota.repair', 'acme/streams', 'system', 'system', 'DONE', 'done'],
  ['instance.configure', null, null, 'person', 'DONE', 'done'],
].map(([action, subject, actor, origin, outcome, result], index) => ({
  id: id(),
  position: index === 0 ? null : 412 - index,
  at: new Date(Date.now() - (index + 1) ** 3 * 60_000).toISOString(),
  actor,
  actorId: origin === 'person' ? id() : null,
  origin,
  originId: origin === 'agent' ? id() : null,
  behalf: origin === 'service-account' ? 'dana' : null,
  behalfId: origin === 'service-account' ? id() : null,
  action,
  subject,
  subjectId: id(),
  outcome,
  result,
  address: origin === 'system' || actor === null ? null : '192.0.2.' + (10 + index),
  detail: actor === null ? null : { version: index },
  before: index % 2 === 1 ? 'a3'.repeat(32) : null,
  after: outcome === 'DONE' ? 'b7'.repeat(32) : null,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
}));

export const people = {
  admin: {
    id: id(),
    username: 'admin',
    displayName: 'Ada Admin',
    kind: 'person',
    csrfToken: 'csrf',
    bindings: [{ role: 'platform-admin', tenant: null, scope: 'subtree', instance: null }],
    permissions: { platform: ADMIN, tenants: {} },
  },
  dev: {
    id: id(),
    username: 'dev',
    displayName: 'Dana Developer',
    kind: 'person',
    csrfToken: 'csrf',
    bindings: [{ role: 'tenant-developer', tenant: ref('acme/streams') }],
    permissions: { platform: [], tenants: { 'acme/streams': DEVELOPER } },
  },
  finance: {
    id: id(),
    username: 'finance',
    displayName: 'Finn Finance',
    kind: 'person',
    csrfToken: 'csrf',
    bindings: [{ role: 'finance', tenant: null }],
    permissions: { platform: ['usage:read', 'package:read'], tenants: {} },
  },
};

/** What GET /me says otherwise while somebody views as a tenant. */
export const viewOf = ({ id, path, label }) => {
  const tenant = { id, path, label };
  return {
    viewing: { tenant, until: new Date(Date.now() + 3600e3).toISOString() },
    bindings: [{ role: 'tenant-admin', tenant, scope: 'subtree', instance: null }],
    permissions: {
      platform: ['package:read', 'region:read'],
      tenants: { [path]: ADMIN.filter((one) => one.endsWith(':read')) },
    },
  };
};

const amounts = (cpus, memory, disk) => ({ cpus, memoryBytes: memory * GIB, diskBytes: disk * GIB });
const region = (
  name,
  displayName,
  provider,
  zones,
  nodes,
  ready,
  pods,
  capacity,
  allocated,
  state = 'READY',
  stateReason = '',
) => ({
  id: id(),
  name,
  displayName,
  provider,
  network: 'default',
  state,
  stateReason,
  zones,
  nodes,
  nodesReady: ready,
  pods,
  capacity,
  allocated,
  isolation: {
    given:
      nodes > 1
        ? [
            { isolation: 'process', nodes: 1 },
            { isolation: 'user', nodes: nodes - 1 },
          ]
        : [{ isolation: 'user', nodes }],
    notEnforced: [
      { what: 'process lists', nodes },
      { what: 'volume sizes', nodes },
      { what: 'memory limits', nodes: 1 },
    ],
  },
  createdAt: ago(86400 * 12),
  lastSeenAt: ago(state === 'UNREACHABLE' ? 754 : 4),
});
export const regions = [
  region('hq', 'Headquarters', 'on-prem', ['a', 'b'], 2, 2, 5, amounts(16, 64, 800), amounts(9.5, 41, 310)),
  region(
    'aws-eu-west-1',
    'AWS Ireland',
    'aws',
    ['eu-west-1a', 'eu-west-1b'],
    2,
    1,
    3,
    amounts(8, 32, 400),
    amounts(7.6, 22, 120),
    'DEGRADED',
    'Node aws-2 has not been heard of for 12 min; 1 of 2 nodes is ready.',
  ),
  region('edge-paris', 'Edge Paris', 'edge', ['a'], 1, 1, 1, amounts(4, 8, 100), amounts(1, 2, 20)),
];
const node = (name, region, zone, capacity, allocated, pods, more = {}) => ({
  id: id(),
  name,
  region,
  zone,
  agentId: id(),
  runtime: 'process',
  isolation: 'user',
  state: 'READY',
  stateReason: '',
  address: `127.0.1.${++ids % 200}`,
  advertisedAddress: '127.0.1.1',
  capacity,
  allocated,
  diskFreeBytes: 41 * 2 ** 30,
  pods,
  ports: { begin: 20000, end: 29999 },
  attributes: { disk: 'ssd', rack: 'r7' },
  javaHomes: [
    { feature: 17, version: '17.0.19', home: '/opt/jdk-17', vendor: 'Debian' },
    { feature: 25, version: '25.0.3', home: '/opt/jdk-25', vendor: 'Temurin' },
  ],
  notEnforced: ['cpu limit: no cgroup v2 delegation'],
  agentVersion: '0.1.0',
  lastSeenAt: ago(3),
  joinedAt: ago(86400 * 5),
  ...more,
});
export const nodes = [
  node('hq-1', 'hq', 'a', amounts(12, 48, 600), amounts(8, 36, 250), 4),
  node('hq-2', 'hq', 'b', amounts(4, 16, 200), amounts(1.5, 5, 60), 1),
  node('aws-1', 'aws-eu-west-1', 'eu-west-1a', amounts(4, 16, 200), amounts(3.8, 12, 60), 2),
  node('aws-2', 'aws-eu-west-1', 'eu-west-1b', amounts(4, 16, 200), amounts(3.8, 10, 60), 1, {
    state: 'UNREACHABLE',
    stateReason: 'Not heard of for 12 min. Its pods go on; nothing is replaced before its run leases end.',
    lastSeenAt: ago(754),
  }),
  node('paris-1', 'edge-paris', 'a', amounts(4, 8, 100), amounts(1, 2, 20), 1),
  node('paris-2', 'edge-paris', 'a', amounts(4, 8, 100), amounts(1, 2, 20), 1, {
    state: 'ON_HOLD',
    stateReason:
      'On hold since 2026-11-20T08:00:00Z: The control plane was restored from a backup: the agent belongs to an earlier or later history. Look at what the agent has, then resume it.',
  }),
];
const quota = (cpus, memory, disk, pods, limit = [16, 64, 500, 40]) => [
  { resource: 'cpus', limit: limit[0], used: cpus, limitedBy: 'acme', guarantee: 0 },
  { resource: 'memory', limit: limit[1] * GIB, used: memory * GIB, limitedBy: null, guarantee: 0 },
  { resource: 'disk', limit: limit[2] * GIB, used: disk * GIB, limitedBy: null, guarantee: 0 },
  { resource: 'pods', limit: null, used: pods, limitedBy: null, guarantee: 0 },
];
const tenant = (path, displayName, quotaLines, more = {}) => ({
  ...ref(path),
  name: path.split('/').at(-1),
  displayName,
  parentPath: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null,
  state: 'ACTIVE',
  stateReason: '',
  createdAt: ago(86400 * 9),
  quota: quotaLines,
  ...more,
});
export const tenants = [
  tenant('acme', 'Acme Corporation', quota(14.6, 30, 210, 8)),
  tenant('acme/streams', 'Streams', quota(14.6, 30, 210, 8)),
  tenant('acme/analytics', 'Analytics', quota(0, 0, 0, 0, [4, 16, 100])),
  tenant('globex', 'Globex', quota(3, 11, 40, 2, [8, 32, 250])),
  tenant('acme/legacy', 'Legacy', quota(0, 0, 0, 0, [4, 16, 100]), {
    state: 'DELETING',
    stateReason: 'it can be restored until 2026-11-28T10:00:00Z; The team moved to acme/streams',
  }),
];

const kafkaSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    brokers: {
      type: 'object',
      title: 'Brokers',
      description: 'How many brokers there are and how big each is.',
      properties: {
        count: {
          type: 'integer',
          minimum: 1,
          maximum: 50,
          default: 3,
          description: 'Brokers 0 to 2 are controllers too.',
        },
        cpus: { type: 'number', minimum: 0.1, default: 1, title: 'CPUs' },
        memory: { type: 'integer', minimum: 512, default: 2048, title: 'Memory (MiB)' },
        heap: { type: 'integer', minimum: 256, default: 1024, title: 'Heap (MiB)' },
        disk: { type: 'integer', minimum: 1024, default: 10240, title: 'Disk (MiB)' },
      },
    },
    kafka: {
      type: 'object',
      title: 'Kafka',
      description: 'Defaults of new topics.',
      properties: {
        retention_hours: {
          type: 'integer',
          minimum: 1,
          default: 168,
          description: 'How long messages are kept.',
        },
        default_replication_factor: { type: 'integer', minimum: 1, maximum: 7, default: 3 },
        compression: {
          type: 'string',
          enum: ['producer', 'gzip', 'lz4', 'zstd', 'uncompressed'],
          default: 'producer',
        },
        auto_create_topics: {
          type: 'boolean',
          default: false,
          description: 'Make a topic when somebody writes to it.',
        },
        listeners: {
          type: 'array',
          items: { type: 'string' },
          default: ['CLIENT'],
          title: 'Extra listeners',
        },
      },
    },
  },
};
const helloSchema = {
  type: 'object',
  properties: {
    hello: {
      type: 'object',
      title: 'Hello',
      properties: {
        count: { type: 'integer', minimum: 1, maximum: 20, default: 3, title: 'Pods' },
        message: { type: 'string', default: 'Hello, world', description: 'What each pod says every second.' },
      },
    },
  },
};
const kafkaReadme = `# Apache Kafka

Three brokers with KRaft, no ZooKeeper. Brokers 0 to 2 are **combined controllers**; further ones are brokers only.

## Produce and consume

\`\`\`sh
kafka-console-producer.sh --bootstrap-server "$(meridian endpoints kafka --plain client)" --topic greetings
\`\`\`

| Listener | For |
|---|---|
| \`INTERNAL\` | brokers, by name |
| \`CLIENT\` | clients, on the advertised address |

## When a broker fails

It is started again on the same node with the same volume and ports. Nothing that was acknowledged with \`acks=all\` is lost.
`;
const pack = (name, version, summary, icon, tags, versions, optionsSchema, readme, pods, needs) => ({
  name,
  version,
  summary,
  icon,
  tags,
  versions,
  description: `${summary} Ships with Meridian.`,
  maintainer: 'The Meridian authors',
  licences: ['Apache-2.0'],
  readme,
  optionsSchema,
  needs,
  upgradesFrom: versions.slice(1),
  downgradesTo: [],
  pods,
  publishedAt: ago(86400 * 2),
  digest: 'sha256:9c1185a5c5e9fc54612808977ee8f548b2258d31f6b2a0b3f0a7c2b1d4e5f601',
  artifacts: name === 'kafka' ? [{ name: 'kafka', files: 98, sizeBytes: 127 * MIB }] : [],
});
export const packages = [
  pack(
    'hello-world',
    '1.0.0',
    'The smallest service there is: a few shell pods that greet.',
    svg(
      '<circle cx="16" cy="16" r="13" fill="#f4b740"/><path d="M10 19c3 5 9 5 12 0" fill="none" stroke="#3a2a00" stroke-width="2.4" stroke-linecap="round"/><circle cx="11.5" cy="13" r="1.8" fill="#3a2a00"/><circle cx="20.5" cy="13" r="1.8" fill="#3a2a00"/>',
    ),
    ['example'],
    ['1.0.0'],
    helloSchema,
    '# Hello world\n\nInstall it, look at its logs, remove it again.\n',
    [{ type: 'hello', defaultCount: 3 }],
    {},
  ),
  pack(
    'kafka',
    '4.1.0',
    'Apache Kafka with KRaft: a distributed, durable log for event streams.',
    svg(
      '<g stroke="#111" stroke-width="2" fill="#fff"><path d="M12 8v16M12 16l9-5M12 16l9 5"/><circle cx="12" cy="7" r="3"/><circle cx="12" cy="16" r="4"/><circle cx="12" cy="25" r="3"/><circle cx="22" cy="11" r="3"/><circle cx="22" cy="21" r="3"/></g>',
    ),
    ['streaming', 'messaging'],
    ['4.1.0', '4.0.1', '4.0.0'],
    kafkaSchema,
    kafkaReadme,
    [{ type: 'broker', defaultCount: 3 }],
    { java: '[17,26)' },
  ),
];

const instance = (name, path, pkg, version, state, status, since, pods) => ({
  id: id(),
  name,
  tenant: ref(path),
  package: pkg,
  packageVersion: version,
  state,
  status,
  since: ago(since),
  targetConfiguration: 1,
  version: 7,
  placement: { regions: ['hq', 'aws-eu-west-1', 'edge-paris'], spread: 'REGIONS' },
  pods,
  createdAt: ago(since + 60),
  createdBy: 'dev',
  etag: '"7"',
});
export const instances = [
  instance(
    'kafka',
    'acme/streams',
    'kafka',
    '4.1.0',
    'UPDATING',
    'Updating: broker-1 waits for readiness; 1 of 3 steps done',
    12,
    { total: 3, running: 3, ready: 2 },
  ),
  instance(
    'greeter',
    'acme/streams',
    'hello-world',
    '1.0.0',
    'RUNNING',
    'Running: 3 of 3 pods are ready',
    86400 * 2,
    { total: 3, running: 3, ready: 3 },
  ),
  instance(
    'big-kafka',
    'acme/streams',
    'kafka',
    '4.1.0',
    'WAITING',
    'Waiting for capacity: broker-2 needs 8 cores; the largest free node has 4',
    340,
    { total: 3, running: 0, ready: 0 },
  ),
  instance(
    'orders',
    'globex',
    'kafka',
    '4.0.1',
    'DEGRADED',
    'Recovering: broker-2 is started again on aws-2 after exit code 137',
    31,
    { total: 3, running: 2, ready: 2 },
  ),
];

const places = [
  ['hq', 'a', 'hq-1'],
  ['aws-eu-west-1', 'eu-west-1a', 'aws-1'],
  ['edge-paris', 'a', 'paris-1'],
];
export const podsOf = (one, type, count, states) =>
  Array.from({ length: count }, (_, index) => {
    const [reg, zone, nod] = places[index % 3];
    const name = `${type}-${index}`;
    const state = states[index] ?? 'READY';
    const placed = state !== 'WAITING';
    return {
      id: `${one.id}-${name}`,
      name,
      type,
      index,
      state,
      reason:
        state === 'READY'
          ? ''
          : state === 'WAITING'
            ? 'No node has 8 free cores; the nearest is hq-1 with 4 free.'
            : 'Waits for its readiness check: broker is fenced.',
      since: ago(40 + index),
      incarnation: index === 1 ? 2 : 1,
      configuration: 1,
      node: placed ? nod : null,
      nodeId: placed ? `n-${nod}` : null,
      region: placed ? reg : null,
      zone: placed ? zone : null,
      address: placed ? `127.0.1.${index + 1}` : null,
      resources: amounts(1, 2, type === 'broker' ? 10 : 0),
      tasks: placed
        ? [
            {
              name: `${name}-server`,
              state: 'RUNNING',
              ready: state === 'READY',
              healthy: true,
              exitCode: index === 1 ? 137 : null,
              signal: index === 1 ? 9 : null,
              restarts: index === 1 ? 1 : 0,
              startedAt: ago(38),
              nextStartAt: null,
              message: '',
              pid: 41233 + index,
            },
          ]
        : [],
      volumes:
        type === 'broker' && placed
          ? [
              {
                id: `v-${one.id}-${index}`,
                path: 'data',
                pod: name,
                instance: one.name,
                package: one.package,
                tenant: 'acme/streams',
                state: 'READY',
                reason: '',
                node: nod,
                region: reg,
                sizeBytes: 10 * GIB,
                keptUntil: null,
                createdAt: ago(4000),
              },
            ]
          : [],
      ports: placed ? [{ name: 'client', number: 20000 + index }] : [],
      observedAt: ago(5),
    };
  });
const step = (pod, status, reason, attempts = 1) => ({
  id: id(),
  name: `${pod}:[server]`,
  pod,
  tasks: ['server'],
  status,
  reason,
  since: ago(12),
  attempts,
});
export const planOf = (name, type, statuses, phaseStatus) => ({
  name,
  strategy: 'serial',
  status: phaseStatus,
  reason: phaseStatus === 'COMPLETE' ? '' : `${type}-1 waits for readiness since 12 s.`,
  startedAt: ago(64),
  completedAt: phaseStatus === 'COMPLETE' ? ago(20) : null,
  errors: [],
  stepsComplete: statuses.filter((s) => s === 'COMPLETE').length,
  stepsTotal: statuses.length,
  phases: [
    {
      id: id(),
      name: type,
      strategy: name === 'deploy' ? 'parallel' : 'serial',
      status: phaseStatus,
      steps: statuses.map((s, i) =>
        step(
          `${type}-${i}`,
          s,
          s === 'COMPLETE'
            ? ''
            : s === 'PENDING'
              ? `Waits for ${type}-${i - 1}: this phase is serial.`
              : s === 'WAITING'
                ? 'Waits for a place: no node has 8 free cores.'
                : 'Runs; waits for its readiness check: broker is fenced.',
          i === 1 ? 2 : 1,
        ),
      ),
    },
  ],
});
export const explanationOf = (type, count, fits) => ({
  decided: fits,
  at: ago(60),
  summary: fits
    ? `All ${count} pods have a place.`
    : `Not every pod fits: ${type}-${count - 1} has no place, so nothing was reserved.`,
  pods: Array.from({ length: count }, (_, index) => {
    const [reg, zone, nod] = places[index % 3];
    const ok = fits || index < count - 1;
    return {
      pod: `${type}-${index}`,
      node: ok ? nod : null,
      region: ok ? reg : null,
      zone: ok ? zone : null,
      reason: ok
        ? `Most free node of ${reg}, which has the fewest ${type} pods.`
        : 'No node passes every rule.',
      considered: 5,
      dropped: [
        { rule: 'state', reason: 'not ready', nodes: 1, examples: ['aws-2'] },
        { rule: 'cpus', reason: 'too few free cores', nodes: ok ? 1 : 3, examples: ['hq-2'] },
        ...(ok ? [] : [{ rule: 'memory', reason: 'too little free memory', nodes: 1, examples: ['hq-1'] }]),
      ],
      candidates: ok
        ? [
            {
              node: nod,
              region: reg,
              zone,
              score: 0.91 - index * 0.07,
              terms: { free: 0.62, spread: 1, preference: 0.9 },
            },
            {
              node: 'hq-2',
              region: 'hq',
              zone: 'b',
              score: 0.55,
              terms: { free: 0.5, spread: 0.3, preference: 1 },
            },
          ]
        : [],
      nearestMiss: ok ? null : 'hq-1 has 4 of the 8 cores that it needs.',
    };
  }),
});
export const endpointsOf = (one, type, count) => [
  {
    name: 'client',
    kind: 'task',
    vip: null,
    addresses: Array.from({ length: count }, (_, i) => ({
      pod: `${type}-${i}`,
      task: 'server',
      dnsName: `${type}-${i}.${one.name}.${one.tenant.label}.meridian.internal`,
      internal: `127.0.1.${i + 1}:2000${i}`,
      advertised: `127.0.1.${i + 1}:2000${i}`,
    })),
    snippet:
      'kafka-console-consumer.sh --from-beginning --topic greetings \\\n  --bootstrap-server 127.0.1.1:20000,127.0.1.2:20001,127.0.1.3:20002',
  },
];
export const schemaOf = (name) => packages.find((one) => one.name === name).optionsSchema;
const defaultsOf = (schema) =>
  Object.fromEntries(
    Object.entries(schema.properties).map(([key, value]) => [
      key,
      value.properties ? defaultsOf(value) : value.default,
    ]),
  );
export const optionsOf = (one) => ({
  values: defaultsOf(schemaOf(one.package)),
  origin: one.package === 'kafka' ? { '/brokers/disk': 'given', '/kafka/retention_hours': 'stored' } : {},
  configuration: 1,
  schema: schemaOf(one.package),
});
export const volumesOf = (one) =>
  one.package === 'kafka' ? podsOf(one, 'broker', 3, []).flatMap((pod) => pod.volumes) : [];
export const volumes = volumesOf(instances[0]);
export const keptVolume = {
  id: id(),
  path: 'data',
  pod: 'broker-0',
  instance: 'old-kafka',
  package: 'kafka',
  tenant: 'acme/streams',
  state: 'KEPT',
  reason: 'old-kafka was uninstalled',
  node: 'hq-1',
  region: 'hq',
  sizeBytes: 10 * GIB,
  keptUntil: ahead(86400 * 5),
  createdAt: ago(86400 * 20),
};

const fixed = (micros) => (micros / 1000).toFixed(3);
export const usage = (from, to, only) => {
  const services = [
    ['acme/streams', 'kafka', 3],
    ['acme/streams', 'greeter', 1],
    ['globex', 'orders', 2],
  ].filter(([t]) => !only || t === only || t.startsWith(only + '/'));
  const rows = [];
  const sums = new Map();
  const add = (key, cpu) => sums.set(key, (sums.get(key) ?? 0) + cpu);
  for (
    let day = new Date(from), i = 0;
    day < new Date(to) && day < new Date() && i < 400;
    day = new Date(day.getTime() + 86400000), i++
  ) {
    for (const [t, s, weight] of services) {
      const cpu = Math.round(weight * 24000 * (0.7 + 0.3 * Math.sin(i / 2 + weight)));
      rows.push({ tenant: t, service: s, day: day.toISOString().slice(0, 10), ...shape(cpu) });
      add(`${t}#${s}`, cpu);
      add(t, cpu);
      add('', cpu);
      if (t.includes('/')) add(t.split('/')[0], cpu);
    }
  }
  function shape(cpu) {
    return {
      cpuHours: fixed(cpu),
      memoryGibHours: fixed(cpu * 2),
      diskGibHours: fixed(cpu * 10),
      podHours: fixed(cpu),
    };
  }
  const of = (key) => shape(sums.get(key) ?? 0);
  const leaf = (t) => ({
    tenant: t,
    name: t.split('/').at(-1),
    ...of(t),
    own: of(t),
    children: [],
    services: services.filter(([x]) => x === t).map(([, s]) => ({ service: s, ...of(`${t}#${s}`) })),
  });
  const tree = only
    ? [leaf(only)]
    : [{ ...leaf('acme'), own: shape(0), children: [leaf('acme/streams')] }, leaf('globex')];
  return { from, to, preliminaryAfter: ago(1800), rows: rows, tree, total: of('') };
};

export const isolation = { least: 'process', inForce: 'container', from: 'acme', etag: '"1"' };
export const noIsolation = { least: 'process', inForce: 'process', from: null, etag: '"0"' };
export const unmetPods = [
  {
    podId: id(),
    pod: 'broker-0',
    instance: 'kafka',
    tenant: 'acme/streams',
    node: 'hq-1',
    region: 'hq',
    demanded: 'container',
    given: 'user',
  },
];

const window = { days: ['SATURDAY', 'SUNDAY'], start: '02:00', durationMinutes: 240, zone: 'Europe/Paris' };
export const maintenance = {
  windows: [window],
  inForce: [window],
  from: 'acme/streams',
  open: false,
  opensAt: ahead(190),
  closesAt: null,
  etag: '"1"',
};
