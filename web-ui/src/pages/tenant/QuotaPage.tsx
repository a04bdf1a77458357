import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tenantQuery, tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { useTenantPath } from '../../shell/useScope';
import { PageFrame, Skeletons } from '../../ui/Frame';
import { RowsTable, type Column } from '../../ui/ListTable';
import { QuotaMeters } from '../../ui/Meter';
import { PageProblem } from '../../ui/ProblemPanel';

/** Limits of the tenant with what is claimed, and the same for the tenants below it. */
export function QuotaPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const tenant = useQuery(tenantQuery(path));
  const tree = useQuery(tenantTreeQuery);
  const below = (tree.data ?? []).filter((one) => one.path.startsWith(path + '/'));
  const columns: Column<Tenant>[] = [
    { label: t('column.tenant'), width: 25, cell: (one) => one.path },
    { label: t('column.quota'), cell: (one) => <QuotaMeters quota={one.quota} compact /> },
  ];
  return (
    <PageFrame title={t('nav.quota')} lead={t('quota.lead')}>
      {tenant.error && !tenant.data ? (
        <PageProblem error={tenant.error} onRetry={() => void tenant.refetch()} />
      ) : tenant.data ? (
        <div className="m-stack">
          <section className="m-card m-narrow" aria-labelledby="own-quota">
            <h2 id="own-quota" className="m-card-title">
              {path}
            </h2>
            <QuotaMeters quota={tenant.data.quota} />
          </section>
          {below.length > 0 && (
            <section aria-labelledby="below-quota">
              <h2 id="below-quota" className="m-section-title">
                {t('quota.below')}
              </h2>
              <RowsTable label={t('quota.below')} columns={columns} rows={below} keyOf={(one) => one.id} />
            </section>
          )}
        </div>
      ) : (
        <Skeletons label={t('shell.loading')} />
      )}
    </PageFrame>
  );
}
