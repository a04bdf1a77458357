import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantDeletionQuery } from '../../api/deletions';
import { tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { useMe } from '../../shell/useMe';
import { Loaded } from '../../ui/Loaded';
import { RestoreTenantDialog } from '../tenants/DeleteTenantDialogs';
import { mayManage } from '../tenants/tenantTree';
import { DeletionStateLabel, DeletionView } from './DeletionView';

/** How the deletion of a tenant stands, on its own page; nothing while nobody asked for one. */
export function DeletionCard({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation();
  const me = useMe();
  const deletion = useQuery({ ...tenantDeletionQuery(tenant.path), enabled: tenant.state === 'DELETING' });
  const tree = useQuery(tenantTreeQuery);
  const [restoring, setRestoring] = useState(false);
  if (tenant.state !== 'DELETING') return null;
  const top = deletion.data?.path;
  const restorable =
    top !== undefined && deletion.data?.state === 'GRACE' && mayManage(me, top, tree.data ?? []);
  return (
    <section className="m-card m-narrow" aria-labelledby="deletion-title" data-testid="deletion">
      <div className="m-card-head">
        <h2 id="deletion-title" className="m-card-title">
          {t('deletions.of', { tenant: top ?? tenant.path })}{' '}
          {deletion.data && <DeletionStateLabel state={deletion.data.state} />}
        </h2>
        {restorable && (
          <Button variant="secondary" onClick={() => setRestoring(true)} data-testid="restore">
            {t('tenantTree.restore')}
          </Button>
        )}
      </div>
      <Loaded query={deletion}>
        {(data) => (
          <>
            {data.path !== tenant.path && <p>{t('deletions.goesAlong', { tenant: data.path })}</p>}
            <DeletionView deletion={data} />
          </>
        )}
      </Loaded>
      {restoring && top !== undefined && (
        <RestoreTenantDialog tenant={{ path: top }} onClose={() => setRestoring(false)} />
      )}
    </section>
  );
}
