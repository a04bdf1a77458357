/**
 * Names for the public API's values. What they are is generated from `docs/openapi.json` (`npm run types`);
 * a value is written out here only where the document cannot say what it is.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

export type FieldError = Schemas['FieldError'];
/** Some kinds of problem have more members; those that pages use are named here. */
export type Problem = Omit<Schemas['Problem'], 'instance'> & {
  /** Missing when no server answered. */
  instance?: string;
  explanation?: Explanation;
};

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The permissions that this application asks about; the server may know more. */
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
  | 'metrics:read'
  | 'plan:write'
  | 'volume:read'
  | 'volume:write'
  | 'secret:read'
  | 'secret:write'
  | 'secret:reveal'
  | 'usage:read'
  | 'audit:read'
  | 'audit:write'
  | 'member:read'
  | 'member:write'
  | 'role:write'
  | 'role:grant'
  | 'key:rotate'
  | 'audit:erase';

export type Me = Schemas['Me'];
/** A look at the platform as a tenant's administrator has it, read only. */
export type Viewing = Schemas['Viewing'];
export type Account = Schemas['Account'];
/** A sign-in that was not ended yet, of a browser or of a program. */
export type SignInSession = Schemas['SignInSession'];
/** When updates may restart pods. */
export type Maintenance = Schemas['Maintenance'];
export type MaintenanceWindow = Schemas['MaintenanceWindow'];
/** The isolation that a tenant demands of nodes. */
export type TenantIsolation = Schemas['TenantIsolation'];
/** A pod on a node that gives less. */
export type UnmetPod = Schemas['UnmetPod'];
export type DeletionProtection = Schemas['DeletionProtection'];
/** What sign-in asks for beside the password. */
export type SecondFactor = Schemas['SecondFactor'];
export type SecondFactorOffer = Schemas['SecondFactorOffer'];
export type RecoveryCodes = Schemas['RecoveryCodes'];
export type Member = Schemas['Member'];
export type Group = Schemas['Group'];
export type GroupMember = Schemas['GroupMember'];
export type Invitation = Schemas['Invitation'];
export type OpenInvitation = Schemas['OpenInvitation'];
/** What a role that was given counts for. */
export type RoleScope = Member['scope'];
export type Role = Schemas['Role'];
/** An account that programs use: its name is its client id, each key a client secret. */
export type ServiceAccount = Schemas['ServiceAccount'];
/** A key of a service account; its secret is told once, when it is made. */
export type ServiceAccountKey = Schemas['ServiceAccountKey'];
/** A permission with the role that gives it, and where that role was given. */
export type EffectiveRight = Schemas['EffectiveRight'];
/** What a move of a tenant changes, or would change. */
export type TenantMoved = Schemas['TenantMoved'];
export type MovedQuota = Schemas['MovedQuota'];
export type TenantRef = Schemas['TenantRef'];
export type Tenant = Schemas['Tenant'];
/** The deletion of a tenant and of all below it, as a plan of steps. */
export type TenantDeletion = Schemas['TenantDeletion'];
export type TenantDeletionStep = Schemas['TenantDeletionStep'];
/** What a deletion took away, signed. */
export type TenantDeletionReport = Schemas['TenantDeletionReport'];
export type QuotaLine = Schemas['QuotaLine'];
export type QuotaResource = QuotaLine['resource'];
export type QuotaSetting = Schemas['QuotaSetting'];
export type QuotaStanding = Schemas['QuotaStanding'];
export type TenantQuota = Schemas['TenantQuota'];
export type Amounts = Schemas['Amounts'];

/** A secret as lists show it: never its value. */
export type Secret = Schemas['SecretView'];
export type SecretDetail = Schemas['SecretDetail'];
/** A revealed value: as text, or as Base64 when it is none. */
export type SecretText = Schemas['SecretText'];

export type Region = Schemas['Region'];
export type Provider = Region['provider'];
export type RegionState = Region['state'];
export type JoinToken = Schemas['JoinToken'];
export type Node = Schemas['Node'];
export type NodeState = Node['state'];
export type NodeInventory = Schemas['NodeInventory'];
export type NodePod = Schemas['NodePod'];

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

export type PackageSummary = Schemas['PackageSummary'];
export type Package = Omit<Schemas['Package'], 'optionsSchema'> & { optionsSchema: JsonSchema };

export type PlacementPolicy = Schemas['PlacementPolicy'];
export type Spread = NonNullable<PlacementPolicy['spread']>;
export type InstallRequest = Omit<Schemas['InstallRequest'], 'options'> & { options?: Options };
export type InstallPreview = Schemas['InstallPreview'];
export type Instance = Schemas['Instance'];
export type InstanceState = Instance['state'];
export type Origin = 'default' | 'stored' | 'given';
export type EffectiveOptions = Omit<Schemas['EffectiveOptions'], 'values' | 'origin' | 'schema'> & {
  values: Options;
  origin: Record<string, Origin>;
  schema: JsonSchema;
};

export type Plan = Schemas['Plan'];
export type PlanStatus = Plan['status'];
export type Phase = Schemas['Phase'];
export type Step = Schemas['Step'];
export type Pod = Schemas['Pod'];
export type PodState = Pod['state'];
export type Task = Schemas['Task'];
export type TaskState = Task['state'];
export type Endpoint = Schemas['Endpoint'];
export type Explanation = Schemas['Explanation'];
export type PodExplanation = Schemas['PodExplanation'];
export type Volume = Schemas['Volume'];
export type VolumeState = Volume['state'];

export type UsageAmounts = Schemas['UsageAmounts'];
export type UsageRow = Schemas['UsageRow'];
export type UsageNode = Schemas['UsageNode'];
export type UsageReport = Schemas['UsageReport'];

export type Attention = Schemas['Attention'];
export type PlatformOverview = Schemas['PlatformOverview'];
export type TenantOverview = Schemas['TenantOverview'];
export type Version = Schemas['ProgramVersion'];

export type AuditEvent = Schemas['AuditEventView'];
/** Where a tenant's audit log is streamed to. The document does not say which states there are. */
export type AuditSink = Omit<Schemas['AuditSink'], 'state'> & { state: 'ACTIVE' | 'RETRYING' };
/** What was made with it; the secret of a webhook is told this once. */
export type AuditSinkAdded = Schemas['AuditSinkAdded'];
export type AuditDelivery = Omit<Schemas['AuditDelivery'], 'state'> & {
  state: 'PENDING' | 'DELIVERED' | 'FAILED';
};
export type AuditCheck = Schemas['AuditCheck'];
export type AuditErased = Schemas['AuditErased'];

/** Who vouches for people, and how what is taken over from there stands. */
export type IdentityProvider = Schemas['IdentityProvider'];
export type IdentitySync = Schemas['IdentitySync'];
export type IdentitySyncResult = Schemas['IdentitySyncResult'];
export type RotatedKey = Schemas['RotatedKey'];
export type RotatedSigningKey = Schemas['RotatedSigningKey'];

export type LiveTopic =
  'instance' | 'region' | 'node' | 'tenant' | 'package' | 'secret' | 'quota' | 'deletion' | 'ping';

/** What an event of the live stream carries: a stream of text to the document. */
export interface LiveEvent {
  type: LiveTopic;
  tenant?: string;
  instance?: string;
  region?: string;
  node?: string;
  subject?: string;
  at: string;
}
