/**
 * The public API's values, by hand until they are generated from the server's OpenAPI document.
 * Nothing else in this application describes what the server sends.
 */

export interface FieldError {
  /** JSON pointer into the request's body, such as `/options/brokers/count`. */
  pointer: string;
  message: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  traceId?: string;
  errors?: FieldError[];
  explanation?: Explanation;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export type Role = 'platform-admin' | 'finance' | 'tenant-admin' | 'tenant-developer' | 'tenant-viewer';

export type Permission =
  | 'region:read'
  | 'region:write'
  | 'node:read'
  | 'tenant:read'
  | 'tenant:write'
  | 'package:read'
  | 'package:publish'
  | 'instance:read'
  | 'instance:write'
  | 'log:read'
  | 'volume:read'
  | 'volume:write'
  | 'usage:read';

export interface TenantRef {
  id: string;
  /** Full path, such as `acme/streams`. */
  path: string;
  label: string;
}

export interface Me {
  id: string;
  username: string;
  displayName: string;
  kind: 'person' | 'service-account';
  csrfToken?: string;
  bindings: { role: Role; tenant: TenantRef | null }[];
  permissions: { platform: string[]; tenants: Record<string, string[]> };
}

export type QuotaResource = 'cpus' | 'memory' | 'disk' | 'pods';

export interface QuotaLine {
  resource: QuotaResource;
  limit: number | null;
  used: number;
  limitedBy: string | null;
}

export interface Tenant extends TenantRef {
  name: string;
  displayName: string;
  parentPath: string | null;
  state: 'ACTIVE' | 'SUSPENDED';
  createdAt: string;
  quota: QuotaLine[];
}

export type Provider = 'on-prem' | 'aws' | 'azure' | 'gcp' | 'edge';

export interface Amounts {
  cpus: number;
  memoryBytes: number;
  diskBytes: number;
}

export type RegionState = 'READY' | 'DEGRADED' | 'UNREACHABLE' | 'EMPTY';

export interface Region {
  id: string;
  name: string;
  displayName: string;
  provider: Provider;
  network: string;
  state: RegionState;
  stateReason: string;
  zones: string[];
  nodes: number;
  nodesReady: number;
  pods: number;
  capacity: Amounts;
  allocated: Amounts;
  createdAt: string;
  lastSeenAt: string | null;
}

export interface JoinToken {
  token: string;
  expiresAt: string;
  uses: number;
  command: string;
}

export type NodeState = 'READY' | 'UNREACHABLE' | 'ON_HOLD';

export interface Node {
  id: string;
  name: string;
  region: string;
  zone: string;
  agentId: string;
  runtime: 'process' | 'container' | 'kubernetes';
  state: NodeState;
  stateReason: string;
  address: string;
  advertisedAddress: string;
  capacity: Amounts;
  allocated: Amounts;
  pods: number;
  ports: { begin: number; end: number };
  attributes: Record<string, string>;
  javaHomes: { feature: number; version: string; home: string; vendor: string }[];
  notEnforced: string[];
  agentVersion: string;
  lastSeenAt: string | null;
  joinedAt: string;
}

export interface NodePod {
  podId: string;
  pod: string;
  instance: string;
  tenant: string;
  cpus: number;
  memoryBytes: number;
  state: PodState;
}

export interface PackageSummary {
  name: string;
  version: string;
  summary: string;
  tags: string[];
  icon: string | null;
  versions: string[];
}

export interface Package extends PackageSummary {
  description: string;
  maintainer: string;
  licences: string[];
  readme: string;
  optionsSchema: JsonSchema;
  needs: Record<string, string>;
  upgradesFrom: string[];
  downgradesTo: string[];
  pods: { type: string; defaultCount: number }[];
  publishedAt: string;
  digest: string;
  artifacts: { name: string; files: number; sizeBytes: number }[];
}

/** The part of JSON Schema that option forms are made from; other keywords are still validated. */
export interface JsonSchema {
  $schema?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  additionalProperties?: boolean | JsonSchema;
  [keyword: string]: unknown;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface Options {
  [key: string]: Json;
}

export type Spread = 'REGIONS' | 'ZONES' | 'NODES' | 'NONE';

export interface PlacementPolicy {
  regions?: string[];
  spread?: Spread;
}

export interface InstallRequest {
  name: string;
  package: string;
  version?: string;
  options?: Options;
  placement?: PlacementPolicy;
  allowWaiting?: boolean;
  restoreVolumes?: boolean;
}

export interface InstallPreview {
  configuration: { spec: unknown };
  footprint: Amounts & { pods: number };
  placement: Explanation;
  quota: QuotaLine[];
}

export type InstanceState =
  'WAITING' | 'DEPLOYING' | 'RUNNING' | 'DEGRADED' | 'UPDATING' | 'UNINSTALLING' | 'UNINSTALLED' | 'FAILED';

export interface Instance {
  id: string;
  name: string;
  tenant: TenantRef;
  package: string;
  packageVersion: string;
  state: InstanceState;
  status: string;
  since: string;
  targetConfiguration: number;
  version: number;
  placement: PlacementPolicy;
  pods: { total: number; running: number; ready: number };
  createdAt: string;
  createdBy: string;
  etag: string;
}

export type Origin = 'default' | 'stored' | 'given';

export interface EffectiveOptions {
  values: Options;
  origin: Record<string, Origin>;
  configuration: number;
  schema: JsonSchema;
}

export type PlanStatus =
  | 'PENDING'
  | 'PREPARED'
  | 'STARTING'
  | 'STARTED'
  | 'COMPLETE'
  | 'DELAYED'
  | 'ERROR'
  | 'WAITING'
  | 'IN_PROGRESS';

export interface Step {
  id: string;
  name: string;
  pod: string;
  tasks: string[];
  status: PlanStatus;
  reason: string;
  since: string;
  attempts: number;
}

export interface Phase {
  id: string;
  name: string;
  strategy: string;
  status: PlanStatus;
  steps: Step[];
}

export interface Plan {
  name: string;
  strategy: string;
  status: PlanStatus;
  reason: string;
  startedAt: string | null;
  completedAt: string | null;
  phases: Phase[];
  errors: string[];
  stepsComplete: number;
  stepsTotal: number;
}

export type PodState =
  | 'PLANNED'
  | 'PLACED'
  | 'WAITING'
  | 'STAGING'
  | 'RUNNING'
  | 'READY'
  | 'FAILED'
  | 'LOST'
  | 'STOPPING'
  | 'REMOVED';

export type TaskState = 'STARTING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED' | 'ERROR' | 'NONE';

export interface Task {
  name: string;
  state: TaskState;
  ready: boolean;
  healthy: boolean;
  exitCode: number | null;
  signal: number | null;
  restarts: number;
  startedAt: string | null;
  nextStartAt: string | null;
  message: string;
  pid: number | null;
}

export interface Pod {
  id: string;
  name: string;
  type: string;
  index: number;
  state: PodState;
  reason: string;
  since: string;
  incarnation: number;
  configuration: number;
  node: string | null;
  nodeId: string | null;
  region: string | null;
  zone: string | null;
  address: string | null;
  resources: Amounts;
  tasks: Task[];
  volumes: Volume[];
  ports: { name: string; number: number }[];
  observedAt: string | null;
}

export interface Endpoint {
  name: string;
  kind: 'task' | 'vip';
  addresses: { pod: string; dnsName: string; internal: string; advertised: string }[];
  snippet: string;
}

export interface PodExplanation {
  pod: string;
  node: string | null;
  region: string | null;
  zone: string | null;
  reason: string;
  considered: number;
  dropped: { rule: string; reason: string; nodes: number; examples: string[] }[];
  candidates: { node: string; region: string; zone: string; score: number; terms: Record<string, number> }[];
  nearestMiss: string | null;
}

export interface Explanation {
  decided: boolean;
  at: string;
  summary: string;
  pods: PodExplanation[];
}

export type VolumeState = 'PENDING' | 'READY' | 'MISSING' | 'KEPT' | 'DESTROYING' | 'DESTROYED';

export interface Volume {
  id: string;
  path: string;
  pod: string;
  instance: string;
  state: VolumeState;
  reason: string;
  node: string;
  region: string;
  sizeBytes: number;
  keptUntil: string | null;
  createdAt: string;
}

export type LiveTopic = 'instance' | 'region' | 'node' | 'tenant' | 'package' | 'ping';

export interface LiveEvent {
  type: LiveTopic;
  tenant?: string;
  instance?: string;
  region?: string;
  node?: string;
  subject?: string;
  at: string;
}

export interface UsageAmounts {
  /** Decimal text: sums are made by the server and never re-added here. */
  cpuHours: string;
  memoryGibHours: string;
  diskGibHours: string;
  podHours: string;
}

export interface UsageRow extends UsageAmounts {
  tenant: string;
  service: string | null;
  day: string | null;
}

export interface UsageNode extends UsageAmounts {
  tenant: string;
  name: string;
  own: UsageAmounts;
  children: UsageNode[];
  services: (UsageAmounts & { service: string })[];
}

export interface UsageReport {
  from: string;
  to: string;
  preliminaryAfter: string;
  rows: UsageRow[];
  tree: UsageNode[];
  total: UsageAmounts;
}

export interface Attention {
  severity: 'critical' | 'warning' | 'info';
  sentence: string;
  link: string;
}

export interface PlatformOverview {
  attention: Attention[];
  regions: Region[];
  instances: { total: number; byState: Partial<Record<InstanceState, number>> };
  nodes: { total: number; ready: number };
  capacity: Amounts;
  allocated: Amounts;
}

export interface TenantOverview {
  attention: Attention[];
  instances: Instance[];
  quota: QuotaLine[];
}

export interface Version {
  version: string;
  controlPlaneId: string;
  historyEpoch: string;
}
