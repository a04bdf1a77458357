import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { meQuery, paths } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

/** Says what a view as the tenant is, and begins it; see useViewChange for what follows. */
export function ViewAsDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      title={t('viewing.beginOf', { tenant: tenant.path })}
      description={t('viewing.help', { tenant: tenant.path })}
      submit={t('viewing.begin')}
      send={() => call(paths.view, { method: 'PUT', body: { tenant: tenant.id } })}
      onDone={() => client.invalidateQueries({ queryKey: meQuery.queryKey })}
      onClose={onClose}
    />
  );
}
