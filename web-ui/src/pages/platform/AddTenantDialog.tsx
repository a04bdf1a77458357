import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { RecordDialog } from '../../ui/RecordDialog';
import { useNameField } from '../../ui/useNameField';

/** Makes a tenant: anywhere, or below the one that is named. */
export function AddTenantDialog({ below, onClose }: { below?: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const name = useNameField();
  const tenants = useQuery(tenantTreeQuery);
  return (
    <RecordDialog
      title={below === undefined ? t('tenants.add') : t('tenants.addBelow', { tenant: below })}
      description={t(below === undefined ? 'tenants.addHelp' : 'tenants.parentHelp')}
      submit={t('tenants.add')}
      fields={[
        name,
        ...(below === undefined
          ? [
              {
                name: 'parent' as const,
                label: t('tenants.parent'),
                help: t('tenants.parentHelp'),
                choices: [
                  { value: '', label: t('tenants.noParent') },
                  ...(tenants.data ?? []).map(({ path }) => ({ value: path, label: path })),
                ],
              },
            ]
          : []),
        { name: 'displayName', label: t('column.displayName') },
      ]}
      send={async ({ name, parent, displayName }: Record<'name' | 'parent' | 'displayName', string>) => {
        const body = { name, parent: (below ?? parent) || undefined, displayName: displayName || undefined };
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
