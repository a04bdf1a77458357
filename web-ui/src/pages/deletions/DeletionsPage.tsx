import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { deletionQuery, deletionsQuery } from '../../api/deletions';
import type { TenantDeletion } from '../../api/types';
import { useList } from '../../api/useList';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { Beside } from '../../ui/Beside';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { DeletionsIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { Loaded } from '../../ui/Loaded';
import { SidePanel } from '../../ui/SidePanel';
import { When } from '../../ui/When';
import { RestoreTenantDialog } from '../tenants/DeleteTenantDialogs';
import { DeletionStateLabel, DeletionView } from './DeletionView';
import { ReportSection } from './ReportSection';

/** Every deletion of a tenant, those that are over too, with the steps of one beside them. */
export function DeletionsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const opened = params.get('deletion');
  const deletions = useList(deletionsQuery);
  const show = (next: Record<string, string>) => setParams(next, { replace: true });
  const columns: Column<TenantDeletion>[] = [
    {
      label: t('column.tenant'),
      width: 25,
      cell: (one) => (
        <>
          <strong className="m-break">{one.path}</strong>
          <div className="m-hint">
            <code>{one.label}</code>
          </div>
        </>
      ),
    },
    { label: t('column.state'), cell: (one) => <DeletionStateLabel state={one.state} /> },
    {
      label: t('deletions.asked'),
      cell: (one) => (
        <>
          <When at={one.askedAt} />
          <div className="m-hint">{one.askedBy}</div>
        </>
      ),
    },
    { label: t('deletions.grace'), cell: (one) => <When at={one.graceEndsAt} /> },
    { label: t('deletions.completed'), cell: (one) => <When at={one.completedAt ?? one.restoredAt} /> },
    {
      label: t('column.actions'),
      nowrap: true,
      cell: (one) => (
        <Button
          variant="link"
          isInline
          onClick={() => show({ deletion: one.id })}
          aria-label={t('deletions.openOf', { tenant: one.path })}
        >
          {t('deletions.open')}
        </Button>
      ),
    },
  ];
  return (
    <PageFrame title={t('nav.deletions')} lead={t('deletions.lead')}>
      <Beside panel={opened !== null && <DeletionDrawer key={opened} id={opened} onClose={() => show({})} />}>
        <ListTable
          label={t('nav.deletions')}
          list={deletions}
          columns={columns}
          keyOf={(one) => one.id}
          testId="deletions"
          empty={
            <EmptyHint
              title={t('deletions.emptyTitle')}
              body={t('deletions.emptyBody')}
              icon={DeletionsIcon}
            />
          }
        />
      </Beside>
    </PageFrame>
  );
}

function DeletionDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const deletion = useQuery(deletionQuery(id));
  const [restoring, setRestoring] = useState(false);
  const mayRestore = useCan(PLATFORM, 'tenant:write');
  const path = deletion.data?.path;
  return (
    <SidePanel
      title={path === undefined ? t('nav.deletions') : t('deletions.of', { tenant: path })}
      mark={deletion.data && <DeletionStateLabel state={deletion.data.state} />}
      onClose={onClose}
    >
      <Loaded query={deletion}>
        {(data) => (
          <div className="m-stack">
            {mayRestore && data.state === 'GRACE' && (
              <div>
                <Button variant="secondary" onClick={() => setRestoring(true)} data-testid="restore">
                  {t('tenantTree.restore')}
                </Button>
              </div>
            )}
            <DeletionView deletion={data}>
              {data.state === 'DONE' && <ReportSection deletion={data} />}
            </DeletionView>
          </div>
        )}
      </Loaded>
      {restoring && path !== undefined && (
        <RestoreTenantDialog tenant={{ path }} onClose={() => setRestoring(false)} />
      )}
    </SidePanel>
  );
}
