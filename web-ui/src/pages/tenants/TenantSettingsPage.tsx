import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { tenantQuery, tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { tenantLink } from '../../scope/nav';
import { scopeRoot } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { useTenantPath } from '../../shell/useScope';
import { Copyable } from '../../ui/Copyable';
import { FactList, type Fact } from '../../ui/FactList';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { TenantsIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { RowsTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { AddTenantDialog } from '../platform/AddTenantDialog';
import { DeletionCard } from '../deletions/DeletionCard';
import { IsolationCard } from '../isolation/IsolationCard';
import { DataKeyCard } from '../keys/DataKeyCard';
import { MaintenanceCard } from '../maintenance/MaintenanceCard';
import { ProtectionCard } from '../maintenance/ProtectionCard';
import { ExportCard } from './ExportCard';
import { TenantActions } from './TenantActions';
import { TenantName } from './TenantName';
import { mayManage, mayView, mayWrite } from './tenantTree';
import { ViewAsDialog } from './ViewAsDialog';

/** What a tenant is, with the changes of it for those above, and the tenants below it. */
export function TenantSettingsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const path = useTenantPath();
  const tenant = useQuery(tenantQuery(path));
  const tree = useQuery(tenantTreeQuery);
  const [adding, setAdding] = useState(false);
  const [viewing, setViewing] = useState(false);
  const known = tree.data ?? [];
  const below = known.filter((one) => one.path.startsWith(path + '/'));
  const follow = (to: string) =>
    void navigate(`${scopeRoot({ kind: 'tenant', path: to })}/settings`, { replace: true });
  const writes = mayWrite(me, { kind: 'tenant', path }, known);
  const add = writes && (
    <Button onClick={() => setAdding(true)} data-testid="add-tenant">
      {t('tenantTree.addBelow')}
    </Button>
  );
  const columns: Column<Tenant>[] = [
    { label: t('column.tenant'), cell: (one) => <TenantName tenant={one} top={path} /> },
    { label: t('column.state'), cell: (one) => <TenantState tenant={one} /> },
    { label: t('column.dnsLabel'), nowrap: true, cell: (one) => <code>{one.label}</code> },
    { label: t('column.created'), cell: (one) => <When at={one.createdAt} /> },
  ];
  if (below.some((one) => mayManage(me, one.path, known)))
    columns.push({
      label: t('column.actions'),
      nowrap: true,
      cell: (one) =>
        mayManage(me, one.path, known) && (
          <span className="m-actions">
            <TenantActions tenant={one} />
          </span>
        ),
    });
  return (
    <PageFrame title={t('nav.settings')} lead={t('tenantSettings.lead', { tenant: path })}>
      <Loaded query={tenant}>
        {(data) => (
          <div className="m-stack">
            <section className="m-card m-narrow" aria-labelledby="about-tenant">
              <div className="m-card-head">
                <h2 id="about-tenant" className="m-card-title">
                  {t('tenantSettings.about')}
                </h2>
                <span className="m-actions">
                  {mayView(me, path) && !mayManage(me, path, known) && (
                    <Button variant="secondary" onClick={() => setViewing(true)} data-testid="view-as">
                      {t('viewing.begin')}
                    </Button>
                  )}
                  {mayManage(me, path, known) && <TenantActions tenant={data} onPath={follow} />}
                </span>
              </div>
              <Facts tenant={data} />
            </section>
            <DeletionCard tenant={data} />
            <MaintenanceCard tenant={path} may={writes} />
            <IsolationCard scope={{ kind: 'tenant', path }} />
            <ProtectionCard tenant={path} may={writes} />
            <ExportCard tenant={path} />
            <DataKeyCard tenant={path} />
            <section aria-labelledby="tenants-below">
              <div className="m-card-head">
                <h2 id="tenants-below" className="m-section-title">
                  {t('tenantTree.below')}
                </h2>
                {below.length > 0 && add}
              </div>
              {tree.data && below.length === 0 ? (
                <div className="m-card">
                  <EmptyHint
                    title={t('tenants.emptyTitle')}
                    body={t('tenantTree.belowNone', { tenant: path })}
                    icon={TenantsIcon}
                    action={add}
                  />
                </div>
              ) : (
                <RowsTable
                  label={t('tenantTree.below')}
                  columns={columns}
                  rows={tree.data && below}
                  keyOf={(one) => one.id}
                  testId="tenants-below"
                />
              )}
            </section>
          </div>
        )}
      </Loaded>
      {viewing && tenant.data && <ViewAsDialog tenant={tenant.data} onClose={() => setViewing(false)} />}
      {adding && <AddTenantDialog below={path} onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}

function Facts({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation();
  const me = useMe();
  const parent = tenant.parentPath === null ? null : tenantLink(me, tenant.parentPath);
  const facts: Fact[] = [
    [t('column.displayName'), tenant.displayName],
    [t('tenantSettings.path'), <Copyable key="p" text={tenant.path} label={t('tenantSettings.path')} />],
    [
      t('tenantSettings.parent'),
      tenant.parentPath === null ? (
        t('tenantSettings.top')
      ) : parent === null ? (
        tenant.parentPath
      ) : (
        <Link to={parent}>{tenant.parentPath}</Link>
      ),
    ],
    [t('column.state'), <TenantState key="s" tenant={tenant} />],
    [
      t('column.dnsLabel'),
      <div key="l">
        <Copyable text={tenant.label} label={t('column.dnsLabel')} />
        <div className="m-hint">{t('tenantSettings.labelHelp')}</div>
      </div>,
    ],
    [t('column.id'), <Copyable key="i" text={tenant.id} label={t('column.id')} shorten />],
    [t('column.created'), <When key="c" at={tenant.createdAt} />],
  ];
  return <FactList facts={facts} />;
}

function TenantState({ tenant }: { tenant: Tenant }) {
  return (
    <>
      <StateLabel state={tenant.state} compact />
      {tenant.stateReason !== '' && <div className="m-hint">{tenant.stateReason}</div>}
    </>
  );
}
