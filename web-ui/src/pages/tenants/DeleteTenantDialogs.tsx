import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { RecordDialog } from '../../ui/RecordDialog';
import { useTenantsChanged } from './useTenantsChanged';

interface TenantDialogProps {
  tenant: Tenant;
  onClose: () => void;
}

export function DeleteTenantDialog({ tenant, onClose }: TenantDialogProps) {
  const { t } = useTranslation();
  const changed = useTenantsChanged();
  return (
    <RecordDialog
      title={t('tenantTree.deleteOf', { tenant: tenant.path })}
      description={t('tenantTree.deleteHelp', { tenant: tenant.path })}
      submit={t('tenantTree.delete')}
      fields={[
        { name: 'confirm', label: t('tenantTree.confirm', { tenant: tenant.path }), required: true },
        {
          name: 'graceDays',
          label: t('tenantTree.graceDays'),
          help: t('tenantTree.graceHelp'),
          type: 'number',
        },
        { name: 'reason', label: t('tenantTree.reason'), help: t('tenantTree.deleteReasonHelp') },
      ]}
      send={async ({ graceDays, ...body }) => {
        const days = graceDays === '' ? {} : { graceDays: Number(graceDays) };
        await call(paths.tenantBase(tenant.path), { method: 'DELETE', body: { ...body, ...days } });
      }}
      onDone={async () => {
        onClose();
        await changed();
      }}
      onClose={onClose}
    />
  );
}

/** For the tenant that the deletion was asked for. */
export function RestoreTenantDialog({
  tenant,
  onClose,
}: {
  tenant: Pick<Tenant, 'path'>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const changed = useTenantsChanged();
  return (
    <ConfirmDialog
      title={t('tenantTree.restoreOf', { tenant: tenant.path })}
      submit={t('tenantTree.restore')}
      send={() => call(`${paths.tenantBase(tenant.path)}/restore`, { method: 'POST' })}
      onDone={() => changed()}
      onClose={onClose}
    >
      <p>{t('tenantTree.restoreHelp', { tenant: tenant.path })}</p>
    </ConfirmDialog>
  );
}
