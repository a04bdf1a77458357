import { useTranslation } from 'react-i18next';
import type { QuotaStanding } from '../../api/types';
import { amount } from '../../ui/format';
import { RowsTable, type Column } from '../../ui/ListTable';
import { Meter } from '../../ui/Meter';
import { useScopeName } from './useScopeName';

/** Every limit and guarantee that a tenant's claims pass, its own first. */
export function StandingTable({ standing }: { standing: QuotaStanding[] }) {
  const { t } = useTranslation();
  const scope = useScopeName();
  const orNone = (one: QuotaStanding, value: number) => (value > 0 ? amount(one.resource, value) : '–');
  const columns: Column<QuotaStanding>[] = [
    { label: t('column.tenant'), width: 20, cell: (one) => one.tenant },
    { label: t('quota.scope'), width: 15, cell: (one) => scope(one.scope) },
    {
      label: t('quota.use'),
      cell: (one) => (
        <Meter
          label={t(`resource.${one.resource}`)}
          used={one.used}
          added={one.limit === null ? 0 : one.reserved}
          whole={one.limit}
          guarantee={one.guarantee}
          text={
            one.limit === null
              ? t('meter.unlimited', { used: amount(one.resource, one.used) })
              : t('meter.of', {
                  used: amount(one.resource, one.used),
                  whole: amount(one.resource, one.limit),
                })
          }
          compact
        />
      ),
    },
    { label: t('quota.reserved'), width: 15, numeric: true, cell: (one) => orNone(one, one.reserved) },
    { label: t('quota.guarantee'), width: 15, numeric: true, cell: (one) => orNone(one, one.guarantee) },
  ];
  return (
    <RowsTable
      label={t('quota.way')}
      columns={columns}
      rows={standing}
      keyOf={(one) => `${one.tenant} ${one.scope} ${one.resource}`}
    />
  );
}
