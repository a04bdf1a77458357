import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { serviceAccountsQuery } from '../../api/queries';
import type { ServiceAccount } from '../../api/types';
import { useList } from '../../api/useList';
import { useCan } from '../../shell/useCan';
import { useScope } from '../../shell/useScope';
import { Beside } from '../../ui/Beside';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { ServiceAccountsIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { CreateServiceAccountDialog } from './CreateServiceAccountDialog';
import { DeleteServiceAccountDialog } from './KeyDialogs';
import { KeysDrawer } from './KeysDrawer';

/** The accounts of a tenant, or of the platform, that programs use; the keys of one beside them. */
export function ServiceAccountsPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const opened = params.get('keys');
  const mayWrite = useCan(scope, 'member:write');
  const accounts = useList(serviceAccountsQuery(scope));
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<string | null>(null);
  const show = (next: Record<string, string>) => setParams(next, { replace: true });
  const columns: Column<ServiceAccount>[] = [
    {
      label: t('serviceAccounts.account'),
      width: 35,
      cell: (account) => (
        <>
          <strong className="m-break">{account.displayName}</strong>
          {account.displayName !== account.username && <div className="m-hint">{account.username}</div>}
        </>
      ),
    },
    {
      label: t('column.state'),
      cell: (account) => <StateLabel state={account.disabled ? 'DISABLED' : 'ACTIVE'} compact />,
    },
    { label: t('serviceAccounts.keys'), numeric: true, cell: (account) => account.keys.length },
    { label: t('serviceAccounts.used'), cell: (account) => <When at={lastUse(account)} /> },
    {
      label: t('column.actions'),
      nowrap: true,
      cell: (account) => (
        <span className="m-actions">
          <Button
            variant="link"
            isInline
            onClick={() => show({ keys: account.username })}
            aria-label={t('serviceAccounts.openOf', { name: account.username })}
          >
            {t('serviceAccounts.open')}
          </Button>
          {mayWrite && (
            <Button
              variant="link"
              isInline
              isDanger
              onClick={() => setDeleting(account.username)}
              aria-label={t('serviceAccounts.deleteOf', { name: account.username })}
            >
              {t('serviceAccounts.delete')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  const create = mayWrite && (
    <Button onClick={() => setCreating(true)} data-testid="create-service-account">
      {t('serviceAccounts.create')}
    </Button>
  );
  return (
    <PageFrame
      title={t('nav.service-accounts')}
      lead={
        scope.kind === 'platform'
          ? t('serviceAccounts.leadPlatform')
          : t('serviceAccounts.lead', { tenant: scope.path })
      }
      actions={create}
    >
      <Beside
        panel={
          opened !== null && (
            <KeysDrawer
              key={opened}
              scope={scope}
              username={opened}
              mayWrite={mayWrite}
              onClose={() => show({})}
            />
          )
        }
      >
        <ListTable
          label={t('nav.service-accounts')}
          list={accounts}
          columns={columns}
          keyOf={(account) => account.id}
          testId="service-accounts"
          empty={
            <EmptyHint
              title={t('serviceAccounts.emptyTitle')}
              body={t('serviceAccounts.emptyBody')}
              icon={ServiceAccountsIcon}
              action={create}
            />
          }
        />
      </Beside>
      {deleting !== null && (
        <DeleteServiceAccountDialog
          scope={scope}
          username={deleting}
          onDeleted={() => {
            // The keys of another one stay open.
            if (params.get('keys') === deleting) show({});
          }}
          onClose={() => setDeleting(null)}
        />
      )}
      {creating && <CreateServiceAccountDialog scope={scope} onClose={() => setCreating(false)} />}
    </PageFrame>
  );
}

/** When any of its keys was used last. */
function lastUse(account: ServiceAccount): string | null {
  const uses = account.keys.flatMap((key) => (key.lastUsedAt ? [key.lastUsedAt] : []));
  return uses.sort((a, b) => new Date(b).getTime() - new Date(a).getTime())[0] ?? null;
}
