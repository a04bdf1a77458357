import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { protectionQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { useMe } from '../../shell/useMe';
import { ActionsMenu, type MenuAction } from '../../ui/ActionsMenu';
import { DeleteTenantDialog, RestoreTenantDialog } from './DeleteTenantDialogs';
import { MoveTenantDialog } from './MoveTenantDialog';
import { RenameTenantDialog } from './RenameTenantDialog';
import { ResumeTenantDialog, SuspendTenantDialog } from './SuspendTenantDialogs';
import { mayView } from './tenantTree';
import { ViewAsDialog } from './ViewAsDialog';

type Asked = 'rename' | 'move' | 'suspend' | 'resume' | 'delete' | 'restore' | 'view';

interface TenantActionsProps {
  tenant: Tenant;
  /** Told the new path of a tenant that was renamed or moved. */
  onPath?: (path: string) => void;
}

/** The changes of a tenant as a menu, with the dialogs that ask for what they need. */
export function TenantActions({ tenant, onPath }: TenantActionsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const guarded =
    useQuery({ ...protectionQuery(tenant.path), enabled: opened }).data?.deletionProtection ?? false;
  const state = tenant.state === 'SUSPENDED' ? 'resume' : 'suspend';
  const action = (what: Asked, text: string, refused?: string): MenuAction => ({
    text,
    onClick: () => setAsked(what),
    testId: `tenant-${what}`,
    refused,
  });
  return (
    <>
      <ActionsMenu
        label={t('tenantTree.actions', { tenant: tenant.path })}
        onOpen={() => setOpened(true)}
        actions={[
          ...(mayView(me, tenant.path) ? [action('view', t('viewing.begin'))] : []),
          ...(tenant.state === 'DELETING'
            ? [action('restore', t('tenantTree.restore'))]
            : [
                action('rename', t('tenantTree.rename')),
                action('move', t('tenantMove.move')),
                action(state, t(`tenantTree.${state}`)),
                action(
                  'delete',
                  t('tenantTree.delete'),
                  guarded ? t('protection.protected', { name: tenant.path }) : undefined,
                ),
              ]),
        ]}
      />
      {asked === 'view' && <ViewAsDialog tenant={tenant} onClose={close} />}
      {asked === 'rename' && <RenameTenantDialog tenant={tenant} onPath={onPath} onClose={close} />}
      {asked === 'move' && <MoveTenantDialog tenant={tenant} onPath={onPath} onClose={close} />}
      {asked === 'suspend' && <SuspendTenantDialog tenant={tenant} onClose={close} />}
      {asked === 'delete' && <DeleteTenantDialog tenant={tenant} onClose={close} />}
      {asked === 'restore' && <RestoreTenantDialog tenant={tenant} onClose={close} />}
      {asked === 'resume' && <ResumeTenantDialog tenant={tenant} onClose={close} />}
    </>
  );
}
