import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { QuotaSetting, TenantQuota } from '../../api/types';
import { RecordDialog } from '../../ui/RecordDialog';
import { LIMITED, limitFault, limitText, limitValue, type LimitTexts } from './limits';

interface Props {
  quota: TenantQuota;
  onClose: () => void;
}

/** Sets what no other tenant can take from the limits above. Limits, and what is about one region or package, stay. */
export function GuaranteesDialog({ quota, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tenant, limits } = quota;
  const own = (resource: string) => limits.find((one) => one.scope === 'all' && one.resource === resource);
  return (
    <RecordDialog
      title={t('guarantees.of', { tenant })}
      description={t('guarantees.help', { tenant })}
      submit={t('guarantees.save')}
      fields={LIMITED.map((resource) => ({
        name: resource,
        label: t(`limits.${resource}`),
        initial: limitText(resource, own(resource)?.guarantee),
        wrong: (text: string) => {
          const fault = limitFault(resource, text);
          return fault && t(fault);
        },
        placeholder: t('guarantees.none'),
      }))}
      send={async (texts: LimitTexts) => {
        const overall: QuotaSetting[] = LIMITED.map((resource) => ({
          scope: 'all',
          resource,
          limit: own(resource)?.limit ?? null,
          guarantee: texts[resource] === '' ? null : limitValue(resource, texts[resource]),
        }));
        const body = {
          limits: [...overall, ...limits.filter((one) => one.scope !== 'all')].filter(
            (one) => one.limit !== null || one.guarantee !== null,
          ),
        };
        await call(`${paths.tenantBase(tenant)}/quota`, { method: 'PUT', body, ifMatch: quota.etag });
      }}
      onDone={async () => {
        await Promise.all([
          client.invalidateQueries({ queryKey: ['tenants'] }),
          client.invalidateQueries({ queryKey: ['overview'] }),
        ]);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
