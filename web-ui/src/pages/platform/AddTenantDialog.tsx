import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { RecordDialog } from '../../ui/RecordDialog';
import { useNameField } from '../../ui/useNameField';

export function AddTenantDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const name = useNameField();
  const tenants = useQuery(tenantTreeQuery);
  return (
    <RecordDialog
      title={t('tenants.add')}
      description={t('tenants.addHelp')}
      submit={t('tenants.add')}
      fields={[
        name,
        {
          name: 'parent',
          label: t('tenants.parent'),
          help: t('tenants.parentHelp'),
          choices: [
            { value: '', label: t('tenants.noParent') },
            ...(tenants.data ?? []).map(({ path }) => ({ value: path, label: path })),
          ],
        },
        { name: 'displayName', label: t('column.displayName') },
      ]}
      send={async ({ name, parent, displayName }) => {
        const body = { name, parent: parent || undefined, displayName: displayName || undefined };
        return (await call<Tenant>('/tenants', { method: 'POST', body, idempotencyKey: newKey() })).value;
      }}
      onDone={async () => {
        await client.invalidateQueries({ queryKey: ['tenants'] });
        onClose();
      }}
      onClose={onClose}
    />
  );
}
