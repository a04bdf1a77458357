import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantsQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { useList } from '../../api/useList';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { TenantsIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { QuotaMeters } from '../../ui/Meter';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { LimitsDialog } from '../tenant/LimitsDialog';
import { TenantActions } from '../tenants/TenantActions';
import { TenantName } from '../tenants/TenantName';
import { AddTenantDialog } from './AddTenantDialog';

export function TenantsPage() {
  const { t } = useTranslation();
  const tenants = useList(tenantsQuery);
  const mayWrite = useCan(PLATFORM, 'tenant:write');
  const [adding, setAdding] = useState(false);
  const [limited, setLimited] = useState<Tenant | null>(null);
  const add = mayWrite && (
    <Button onClick={() => setAdding(true)} data-testid="add-tenant">
      {t('tenants.add')}
    </Button>
  );
  const columns: Column<Tenant>[] = [
    {
      label: t('column.tenant'),
      width: 20,
      cell: (tenant) => <TenantName tenant={tenant} />,
    },
    {
      label: t('column.state'),
      width: 20,
      cell: (tenant) => (
        <>
          <StateLabel state={tenant.state} compact />
          {tenant.stateReason !== '' && <div className="m-hint">{tenant.stateReason}</div>}
        </>
      ),
    },
    { label: t('column.quota'), width: 30, cell: (tenant) => <QuotaMeters quota={tenant.quota} compact /> },
    { label: t('column.dnsLabel'), nowrap: true, cell: (tenant) => <code>{tenant.label}</code> },
    { label: t('column.created'), cell: (tenant) => <When at={tenant.createdAt} /> },
  ];
  if (mayWrite) {
    columns.push({
      label: t('column.actions'),
      nowrap: true,
      cell: (tenant) => (
        <span className="m-actions">
          <Button
            variant="link"
            isInline
            onClick={() => setLimited(tenant)}
            aria-label={t('limits.of', { tenant: tenant.path })}
          >
            {t('limits.set')}
          </Button>{' '}
          <TenantActions tenant={tenant} />
        </span>
      ),
    });
  }
  return (
    <ListPage
      title={t('nav.tenants')}
      lead={t('tenants.lead')}
      actions={add}
      list={tenants}
      columns={columns}
      keyOf={(tenant) => tenant.id}
      testId="tenants"
      empty={{ title: t('tenants.emptyTitle'), body: t('tenants.emptyBody'), icon: TenantsIcon, action: add }}
    >
      {adding && <AddTenantDialog onClose={() => setAdding(false)} />}
      {limited && <LimitsDialog tenant={limited} onClose={() => setLimited(null)} />}
    </ListPage>
  );
}
