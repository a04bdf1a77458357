import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantQuery, tenantQuotaQuery, tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { scopeAbove } from '../../scope/permissions';
import { useCan } from '../../shell/useCan';
import { useTenantPath } from '../../shell/useScope';
import { PageFrame } from '../../ui/Frame';
import { Loaded } from '../../ui/Loaded';
import { RowsTable, type Column } from '../../ui/ListTable';
import { QuotaMeters } from '../../ui/Meter';
import { GuaranteesDialog } from './GuaranteesDialog';
import { LimitsDialog } from './LimitsDialog';
import { ScopedLimits } from './ScopedLimits';
import { StandingTable } from './StandingTable';

/** Limits of the tenant with what is claimed, and the same for the tenants below it. */
export function QuotaPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const tenant = useQuery(tenantQuery(path));
  const tree = useQuery(tenantTreeQuery);
  const mayLimit = useCan(scopeAbove(path), 'tenant:write');
  const quota = useQuery(tenantQuotaQuery(path));
  const [limiting, setLimiting] = useState(false);
  const [guaranteeing, setGuaranteeing] = useState(false);
  const below = (tree.data ?? []).filter((one) => one.path.startsWith(path + '/'));
  const columns: Column<Tenant>[] = [
    { label: t('column.tenant'), width: 25, cell: (one) => one.path },
    { label: t('column.quota'), cell: (one) => <QuotaMeters quota={one.quota} compact /> },
  ];
  return (
    <PageFrame
      title={t('nav.quota')}
      lead={t('quota.lead')}
      actions={
        mayLimit &&
        tenant.data && (
          <>
            <Button onClick={() => setLimiting(true)}>{t('limits.set')}</Button>
            {quota.data && (
              <Button variant="secondary" onClick={() => setGuaranteeing(true)}>
                {t('guarantees.set')}
              </Button>
            )}
          </>
        )
      }
    >
      <Loaded query={tenant}>
        {(data) => (
          <div className="m-stack">
            <section className="m-card m-narrow" aria-labelledby="own-quota">
              <h2 id="own-quota" className="m-card-title">
                {path}
              </h2>
              <QuotaMeters quota={data.quota} />
            </section>
            {quota.data && quota.data.standing.length > 0 && (
              <section aria-labelledby="way-quota">
                <h2 id="way-quota" className="m-section-title">
                  {t('quota.way')}
                </h2>
                <p className="m-muted">{t('quota.wayLead')}</p>
                <StandingTable standing={quota.data.standing} />
              </section>
            )}
            {quota.data && <ScopedLimits quota={quota.data} mayChange={mayLimit} />}
            {below.length > 0 && (
              <section aria-labelledby="below-quota">
                <h2 id="below-quota" className="m-section-title">
                  {t('quota.below')}
                </h2>
                <RowsTable label={t('quota.below')} columns={columns} rows={below} keyOf={(one) => one.id} />
              </section>
            )}
          </div>
        )}
      </Loaded>
      {guaranteeing && quota.data && (
        <GuaranteesDialog quota={quota.data} onClose={() => setGuaranteeing(false)} />
      )}
      {limiting && tenant.data && <LimitsDialog tenant={tenant.data} onClose={() => setLimiting(false)} />}
    </PageFrame>
  );
}
