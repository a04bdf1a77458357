import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import type { Tenant } from '../../api/types';
import { tenantLink } from '../../scope/nav';
import { useMe } from '../../shell/useMe';
import { depthBelow } from './tenantTree';

/** A tenant in a list in tree order, moved in by its depth; `top` is what the list is below of. */
export function TenantName({ tenant, top = '' }: { tenant: Tenant; top?: string }) {
  const to = tenantLink(useMe(), tenant.path);
  return (
    <div
      className="m-tree"
      style={{ '--m-depth': Math.min(depthBelow(tenant.path, top), 6) } as CSSProperties}
    >
      {to === null ? tenant.path : <Link to={to}>{tenant.path}</Link>}
      {tenant.displayName !== tenant.name && <div className="m-hint">{tenant.displayName}</div>}
    </div>
  );
}
