import { Button } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { regionsQuery } from '../../api/fleet';
import { packagesQuery, paths } from '../../api/queries';
import type { QuotaResource, QuotaSetting, TenantQuota } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { amount } from '../../ui/format';
import { RowsTable, type Column } from '../../ui/ListTable';
import { RecordDialog, type RecordField } from '../../ui/RecordDialog';
import { LIMITED, limitFault, limitText, limitValue, withLimit } from './limits';
import { useScopeName } from './useScopeName';

interface ScopedLimitsProps {
  quota: TenantQuota;
  mayChange: boolean;
}

const isLimited = (text: string): text is QuotaResource => LIMITED.some((one) => one === text);

/** The tenant's own limits that are about one region or one package. */
export function ScopedLimits({ quota, mayChange }: ScopedLimitsProps) {
  const { t } = useTranslation();
  const scopeName = useScopeName();
  const [asked, setAsked] = useState<'new' | { change: QuotaSetting } | { remove: QuotaSetting } | null>(
    null,
  );
  const close = () => setAsked(null);
  const rows = quota.limits.filter((one) => one.scope !== 'all' && one.limit !== null);
  const name = (one: QuotaSetting) =>
    `${isLimited(one.resource) ? t(`resource.${one.resource}`) : one.resource}, ${scopeName(one.scope)}`;
  const columns: Column<QuotaSetting>[] = [
    { label: t('quota.scope'), width: 30, cell: (one) => scopeName(one.scope) },
    {
      label: t('quota.resource'),
      cell: (one) => (isLimited(one.resource) ? t(`resource.${one.resource}`) : one.resource),
    },
    {
      label: t('quota.limit'),
      numeric: true,
      cell: (one) => (isLimited(one.resource) ? amount(one.resource, one.limit ?? 0) : one.limit),
    },
    ...(mayChange
      ? [
          {
            label: t('column.actions'),
            nowrap: true,
            cell: (one: QuotaSetting) => (
              <span className="m-actions">
                <Button
                  variant="link"
                  isInline
                  onClick={() => setAsked({ change: one })}
                  aria-label={t('quota.changeOf', { what: name(one) })}
                >
                  {t('quota.change')}
                </Button>{' '}
                <Button
                  variant="link"
                  isInline
                  isDanger
                  onClick={() => setAsked({ remove: one })}
                  aria-label={t('quota.removeOf', { what: name(one) })}
                >
                  {t('quota.remove')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  if (rows.length === 0 && !mayChange) return null;
  return (
    <section aria-labelledby="scoped-quota">
      <h2 id="scoped-quota" className="m-section-title">
        {t('quota.scoped')}
      </h2>
      <p className="m-muted">{t('quota.scopedLead')}</p>
      {rows.length > 0 && (
        <RowsTable
          label={t('quota.scoped')}
          columns={columns}
          rows={rows}
          keyOf={(one) => `${one.scope} ${one.resource}`}
          testId="scoped-limits"
        />
      )}
      {mayChange && (
        <Button variant="secondary" onClick={() => setAsked('new')} data-testid="add-scoped-limit">
          {t('quota.add')}
        </Button>
      )}
      {asked === 'new' && <AddDialog quota={quota} onClose={close} />}
      {asked !== null && asked !== 'new' && 'change' in asked && (
        <ChangeDialog quota={quota} setting={asked.change} what={name(asked.change)} onClose={close} />
      )}
      {asked !== null && asked !== 'new' && 'remove' in asked && (
        <RemoveDialog quota={quota} setting={asked.remove} what={name(asked.remove)} onClose={close} />
      )}
    </section>
  );
}

/** Sends all settings of the tenant with one of them changed, as they were seen. */
function useSave(quota: TenantQuota) {
  const client = useQueryClient();
  return {
    save: (scope: string, resource: string, limit: number | null) =>
      call(`${paths.tenantBase(quota.tenant)}/quota`, {
        method: 'PUT',
        body: { limits: withLimit(quota.limits, scope, resource, limit) },
        ifMatch: quota.etag,
      }),
    saved: () => client.invalidateQueries({ queryKey: ['tenants'] }),
  };
}

function AddDialog({ quota, onClose }: { quota: TenantQuota; onClose: () => void }) {
  const { t } = useTranslation();
  const { save, saved } = useSave(quota);
  const regions = useQuery(regionsQuery);
  const packages = useQuery(packagesQuery('').page(null));
  const about = [
    ...(regions.data ?? []).map(({ name }) => ({
      value: `region:${name}`,
      label: t('quota.region', { name }),
    })),
    ...(packages.data?.items ?? []).map(({ name }) => ({
      value: `package:${name}`,
      label: t('quota.package', { name }),
    })),
  ];
  const resources = LIMITED.map((value) => ({ value, label: t(`limits.${value}`) }));
  const fields: RecordField<'scope' | 'resource' | 'limit'>[] = [
    {
      name: 'scope',
      label: t('quota.scope'),
      choices: [{ value: '', label: t('quota.choose') }, ...about],
      required: true,
    },
    { name: 'resource', label: t('quota.resource'), choices: resources, initial: 'cpus' },
    {
      name: 'limit',
      label: t('quota.limit'),
      help: t('quota.limitHelp'),
      required: true,
      wrong: (text) => (limitFault('cpus', text) === null ? null : t('limits.wrong')),
    },
  ];
  return (
    <RecordDialog
      title={t('quota.add')}
      description={t('quota.addHelp', { tenant: quota.tenant })}
      submit={t('limits.save')}
      fields={fields}
      send={({ scope, resource, limit }) =>
        save(scope, resource, isLimited(resource) ? limitValue(resource, limit) : null)
      }
      onDone={async () => {
        onClose();
        await saved();
      }}
      onClose={onClose}
    />
  );
}

interface OneProps {
  quota: TenantQuota;
  setting: QuotaSetting;
  what: string;
  onClose: () => void;
}

function ChangeDialog({ quota, setting, what, onClose }: OneProps) {
  const { t } = useTranslation();
  const { save, saved } = useSave(quota);
  const resource = isLimited(setting.resource) ? setting.resource : 'pods';
  return (
    <RecordDialog
      title={t('quota.changeOf', { what })}
      submit={t('limits.save')}
      fields={[
        {
          name: 'limit',
          label: t(`limits.${resource}`),
          initial: limitText(resource, setting.limit),
          required: true,
          wrong: (text: string) => {
            const fault = limitFault(resource, text);
            return fault && t(fault);
          },
        },
      ]}
      send={({ limit }) => save(setting.scope, setting.resource, limitValue(resource, limit))}
      onDone={async () => {
        onClose();
        await saved();
      }}
      onClose={onClose}
    />
  );
}

function RemoveDialog({ quota, setting, what, onClose }: OneProps) {
  const { t } = useTranslation();
  const { save, saved } = useSave(quota);
  return (
    <ConfirmDialog
      danger
      title={t('quota.removeOf', { what })}
      description={t('quota.removeBody')}
      submit={t('quota.remove')}
      send={() => save(setting.scope, setting.resource, null)}
      onDone={saved}
      onClose={onClose}
    />
  );
}
