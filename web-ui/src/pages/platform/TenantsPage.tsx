import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { tenantsQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { PLATFORM, scopeRoot } from '../../scope/scope';
import { useCan } from '../../shell/useMe';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { TenantsIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { QuotaMeters } from '../../ui/Meter';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { AddTenantDialog } from './AddTenantDialog';

export function TenantsPage() {
  const { t } = useTranslation();
  const tenants = useInfiniteQuery(tenantsQuery);
  const mayWrite = useCan(PLATFORM, 'tenant:write');
  const [adding, setAdding] = useState(false);
  const add = mayWrite && <Button onClick={() => setAdding(true)}>{t('tenants.add')}</Button>;
  const columns: Column<Tenant>[] = [
    {
      label: t('column.tenant'),
      width: 25,
      cell: (tenant) => (
        <>
          <Link to={`${scopeRoot({ kind: 'tenant', path: tenant.path })}/overview`}>{tenant.path}</Link>
          {tenant.displayName !== tenant.name && <div className="m-hint">{tenant.displayName}</div>}
        </>
      ),
    },
    { label: t('column.state'), width: 10, cell: (tenant) => <StateLabel state={tenant.state} compact /> },
    { label: t('column.quota'), width: 40, cell: (tenant) => <QuotaMeters quota={tenant.quota} compact /> },
    { label: t('column.dnsLabel'), cell: (tenant) => <code>{tenant.label}</code> },
    { label: t('column.created'), cell: (tenant) => <When at={tenant.createdAt} /> },
  ];
  return (
    <PageFrame title={t('nav.tenants')} lead={t('tenants.lead')} actions={add}>
      <ListTable
        label={t('nav.tenants')}
        columns={columns}
        result={tenants}
        keyOf={(tenant) => tenant.id}
        empty={
          <EmptyHint
            title={t('tenants.emptyTitle')}
            body={t('tenants.emptyBody')}
            icon={TenantsIcon}
            action={add}
          />
        }
      />
      {adding && <AddTenantDialog onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}
