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

export function SuspendTenantDialog({ tenant, onClose }: TenantDialogProps) {
  const { t } = useTranslation();
  const changed = useTenantsChanged();
  return (
    <RecordDialog
      title={t('tenantTree.suspendOf', { tenant: tenant.path })}
      description={t('tenantTree.suspendHelp', { tenant: tenant.path })}
      submit={t('tenantTree.suspend')}
      fields={[
        {
          name: 'reason',
          label: t('tenantTree.reason'),
          help: t('tenantTree.reasonHelp'),
          required: true,
        },
      ]}
      send={async (body) => {
        await call(`${paths.tenantBase(tenant.path)}/suspend`, { method: 'POST', body });
      }}
      onDone={async () => {
        onClose();
        await changed();
      }}
      onClose={onClose}
    />
  );
}

export function ResumeTenantDialog({ tenant, onClose }: TenantDialogProps) {
  const { t } = useTranslation();
  const changed = useTenantsChanged();
  return (
    <ConfirmDialog
      title={t('tenantTree.resumeOf', { tenant: tenant.path })}
      description={t('tenantTree.resumeHelp')}
      submit={t('tenantTree.resume')}
      send={() => call(`${paths.tenantBase(tenant.path)}/resume`, { method: 'POST' })}
      onDone={() => changed()}
      onClose={onClose}
    >
      {tenant.stateReason !== '' && (
        <p className="m-reason">{t('tenantTree.suspendedFor', { reason: tenant.stateReason })}</p>
      )}
    </ConfirmDialog>
  );
}
