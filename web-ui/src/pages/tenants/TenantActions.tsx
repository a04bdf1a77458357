import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { protectionQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { useMe } from '../../shell/useMe';
import { MenuIcon } from '../../ui/icons';
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
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const guarded =
    useQuery({ ...protectionQuery(tenant.path), enabled: open }).data?.deletionProtection ?? false;
  const state = tenant.state === 'SUSPENDED' ? 'resume' : 'suspend';
  const item = (what: Asked, text: string, refused?: string) => (
    <DropdownItem
      key={what}
      onClick={() => setAsked(what)}
      data-testid={`tenant-${what}`}
      {...(refused === undefined ? {} : { isDisabled: true, description: refused })}
    >
      {text}
    </DropdownItem>
  );
  return (
    <>
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        // Inside of the page's main part, and outside of tables, which cut off what is wider.
        popperProps={{ position: 'right', appendTo: () => document.querySelector('main') ?? document.body }}
        toggle={(ref) => (
          <MenuToggle
            ref={ref}
            variant="plain"
            isExpanded={open}
            onClick={() => setOpen(!open)}
            aria-label={t('tenantTree.actions', { tenant: tenant.path })}
            icon={<MenuIcon />}
          />
        )}
      >
        <DropdownList>
          {mayView(me, tenant.path) && item('view', t('viewing.begin'))}
          {tenant.state === 'DELETING' ? (
            item('restore', t('tenantTree.restore'))
          ) : (
            <>
              {item('rename', t('tenantTree.rename'))}
              {item('move', t('tenantMove.move'))}
              {item(state, t(`tenantTree.${state}`))}
              {item(
                'delete',
                t('tenantTree.delete'),
                guarded ? t('protection.protected', { name: tenant.path }) : undefined,
              )}
            </>
          )}
        </DropdownList>
      </Dropdown>
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
