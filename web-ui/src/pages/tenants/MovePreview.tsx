import { Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { MovedQuota, TenantMoved } from '../../api/types';
import { RowsTable, type Column } from '../../ui/ListTable';
import { roleName } from '../../ui/roleName';
import { movedAmount, resourceOf } from './tenantTree';

/** As many as the server tells. */
const MOST_ACCESS = 200;

/** What a move of a tenant changes: its path, what counts under which limit, and who gains or loses access. */
export function MovePreview({ moved, label }: { moved: TenantMoved; label: string }) {
  const { t } = useTranslation();
  const columns: Column<MovedQuota>[] = [
    { label: t('column.tenant'), cell: (one) => one.tenantPath || t('scope.platform') },
    { label: t('quota.scope'), cell: (one) => <Scope text={one.scope} /> },
    {
      label: t('column.resource'),
      cell: (one) => {
        const known = resourceOf(one.resource);
        return known ? t(`resource.${known}`) : one.resource;
      },
    },
    {
      label: t('tenantMove.change'),
      numeric: true,
      cell: (one) =>
        t(one.moved < 0 ? 'tenantMove.less' : 'tenantMove.more', {
          amount: movedAmount(one.resource, Math.abs(one.moved)),
        }),
    },
    {
      label: t('tenantMove.counted'),
      numeric: true,
      cell: (one) => {
        const used = movedAmount(one.resource, one.used);
        return one.limit === null
          ? t('tenantMove.noLimit', { used })
          : t('meter.of', { used, whole: movedAmount(one.resource, one.limit) });
      },
    },
  ];
  return (
    <div className="m-stack" data-testid="move-preview">
      <div>
        <p>
          <strong>{t('tenantMove.path', { from: moved.from, to: moved.to })}</strong>{' '}
          {t('tenantMove.moves', { count: moved.tenants })}
        </p>
        <p>{t('tenantMove.namesStay', { label })}</p>
        <p className="m-hint">{t('tenantMove.links')}</p>
      </div>
      <section aria-labelledby="move-quotas">
        <h2 id="move-quotas" className="m-small-title">
          {t('tenantMove.quotas')}
        </h2>
        {moved.quotas.length === 0 ? (
          <p className="m-muted">{t('tenantMove.quotasNone')}</p>
        ) : (
          <RowsTable
            label={t('tenantMove.quotas')}
            columns={columns}
            rows={moved.quotas}
            keyOf={(one) => `${one.tenantPath} ${one.scope} ${one.resource}`}
          />
        )}
      </section>
      <section aria-labelledby="move-access">
        <h2 id="move-access" className="m-small-title">
          {t('tenantMove.access')}
        </h2>
        {moved.access.length === 0 ? (
          <p className="m-muted">{t('tenantMove.accessNone')}</p>
        ) : (
          <ul className="m-rows m-rows-tight">
            {moved.access.map((one) => (
              <li key={`${one.username} ${one.role} ${one.tenantPath} ${String(one.gained)}`}>
                <span>
                  {t(one.gained ? 'tenantMove.gainedAccess' : 'tenantMove.lostAccess', {
                    name: one.username,
                    role: roleName(t, one.role),
                    tenant: one.tenantPath || t('rights.thePlatform'),
                  })}
                </span>
                <Label isCompact color={one.gained ? 'green' : 'orange'}>
                  {t(one.gained ? 'tenantMove.gained' : 'tenantMove.lost')}
                </Label>
              </li>
            ))}
          </ul>
        )}
        {moved.access.length >= MOST_ACCESS && (
          <p className="m-hint">{t('tenantMove.accessMore', { number: MOST_ACCESS })}</p>
        )}
      </section>
    </div>
  );
}

/** What a limit is about: everything, a region or a package. */
function Scope({ text }: { text: string }) {
  const { t } = useTranslation();
  const [kind, name = ''] = text.split(':');
  if (kind === 'region') return t('quota.region', { name });
  return kind === 'package' ? t('quota.package', { name }) : t('quota.everything');
}
