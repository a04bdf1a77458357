import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { QuotaResource, Tenant } from '../../api/types';
import { amount } from '../../ui/format';
import { RecordDialog } from '../../ui/RecordDialog';
import { LIMITED, limitFault, limitText, limitValue, type LimitTexts } from './limits';

/** Sets what a tenant and everything below it may claim. All limits are sent together: an empty one is none. */
export function LimitsDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const own = tenant.limits;
  const used = (resource: QuotaResource) =>
    tenant.quota.find((line) => line.resource === resource)?.used ?? 0;
  return (
    <RecordDialog
      title={t('limits.of', { tenant: tenant.path })}
      description={t('limits.help', { tenant: tenant.path })}
      submit={t('limits.save')}
      fields={LIMITED.map((resource) => ({
        name: resource,
        label: t(`limits.${resource}`),
        initial: limitText(resource, own[resource]),
        wrong: (text: string) => {
          const fault = limitFault(resource, text);
          return fault && t(fault);
        },
        placeholder: t('limits.none'),
        help: t('limits.used', { amount: amount(resource, used(resource)) }),
      }))}
      send={async (texts: LimitTexts) => {
        const body = Object.fromEntries(
          LIMITED.filter((resource) => texts[resource] !== '').map((resource) => [
            resource,
            limitValue(resource, texts[resource]),
          ]),
        );
        await call(`${paths.tenantBase(tenant.path)}/limits`, { method: 'PUT', body, ifMatch: tenant.etag });
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
