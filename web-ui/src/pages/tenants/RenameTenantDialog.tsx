import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { RecordDialog } from '../../ui/RecordDialog';
import { useNameField } from '../../ui/useNameField';
import { useTenantsChanged } from './useTenantsChanged';

export function RenameTenantDialog({
  tenant,
  onPath,
  onClose,
}: {
  tenant: Tenant;
  onPath?: ((path: string) => void) | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const changed = useTenantsChanged();
  const name = useNameField();
  return (
    <RecordDialog
      title={t('tenantTree.renameOf', { tenant: tenant.path })}
      description={t('tenantTree.renameHelp')}
      submit={t('tenantTree.renameSave')}
      fields={[
        { ...name, initial: tenant.name },
        {
          name: 'displayName',
          label: t('column.displayName'),
          help: t('tenantTree.displayNameHelp'),
          initial: tenant.displayName,
          required: true,
        },
      ]}
      send={async ({ name, displayName }) =>
        (
          await call<Tenant>(paths.tenantBase(tenant.path), {
            method: 'PUT',
            body: { name, displayName },
            ifMatch: tenant.etag,
          })
        ).value
      }
      onDone={async ({ path }) => {
        onClose();
        // First: the page of the old path is not there any more.
        if (path !== tenant.path) onPath?.(path);
        await changed();
      }}
      onClose={onClose}
    />
  );
}
