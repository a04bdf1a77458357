import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { RotatedKey } from '../../api/types';
import { useCan } from '../../shell/useCan';
import { KeyCard } from './KeyCard';

/** The key that seals a tenant's secrets, for who may rotate it. */
export function DataKeyCard({ tenant }: { tenant: string }) {
  const { t } = useTranslation();
  const may = useCan({ kind: 'tenant', path: tenant }, 'key:rotate');
  if (!may) return null;
  return (
    <KeyCard
      title={t('keys.dataTitle')}
      lead={t('keys.dataLead', { tenant })}
      actions={[
        {
          label: t('keys.dataRotate'),
          title: t('keys.dataOf', { tenant }),
          effect: t('keys.dataEffect'),
          testId: 'rotate-data-key',
          send: async () => {
            const { value } = await call<RotatedKey>(`${paths.tenantBase(tenant)}/data-key/rotate`, {
              method: 'POST',
            });
            return t('keys.dataDone', { count: value.changed });
          },
        },
      ]}
    />
  );
}
