import { audit } from './en/audit';
import { auditSinks } from './en/auditSinks';
import { catalog } from './en/catalog';
import { deletions } from './en/deletions';
import { identity } from './en/identity';
import { install } from './en/install';
import { instance } from './en/instance';
import { isolation } from './en/isolation';
import { keys } from './en/keys';
import { maintenance } from './en/maintenance';
import { members } from './en/members';
import { platform } from './en/platform';
import { secrets } from './en/secrets';
import { serviceAccounts } from './en/serviceAccounts';
import { secondFactor } from './en/secondFactor';
import { sessions } from './en/sessions';
import { shell } from './en/shell';
import { tenant } from './en/tenant';
import { tenantTree } from './en/tenantTree';
import { ui } from './en/ui';
import { usage } from './en/usage';

/** Every text of the application in English, by the feature that says it. Top-level keys are unique over all features. */
export const en = {
  ...ui,
  ...shell,
  ...sessions,
  ...secondFactor,
  ...platform,
  ...tenant,
  ...tenantTree,
  ...maintenance,
  ...isolation,
  ...deletions,
  ...members,
  ...serviceAccounts,
  ...secrets,
  ...keys,
  ...identity,
  ...catalog,
  ...install,
  ...instance,
  ...usage,
  ...audit,
  ...auditSinks,
} as const;
