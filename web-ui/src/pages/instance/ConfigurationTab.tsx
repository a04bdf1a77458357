import { Label } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { optionsQuery } from '../../api/queries';
import type { Origin } from '../../api/types';
import { effectiveRows, type EffectiveRow } from '../../forms/effective';
import { EmptyHint } from '../../ui/Frame';
import { PackageIcon } from '../../ui/icons';
import { RowsTable, type Column } from '../../ui/ListTable';
import { Loaded } from '../../ui/Loaded';
import type { TabProps } from './InstancePage';

const COLORS = { default: 'grey', stored: 'blue', given: 'purple' } as const satisfies Record<Origin, string>;

export function ConfigurationTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const options = useQuery(optionsQuery(instance.tenant.path, instance.name));
  if (!options.data) return <Loaded query={options}>{() => null}</Loaded>;
  const rows = effectiveRows(options.data);
  if (rows.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint title={t('install.noOptions')} body={t('configuration.emptyBody')} icon={PackageIcon} />
      </div>
    );
  }
  const columns: Column<EffectiveRow>[] = [
    { label: t('column.option'), width: 30, cell: (row) => <code>{row.name}</code> },
    { label: t('column.value'), width: 25, cell: (row) => <code>{JSON.stringify(row.value)}</code> },
    {
      label: t('column.origin'),
      cell: (row) => (
        <Label isCompact color={COLORS[row.origin]}>
          {t(`origin.${row.origin}`)}
        </Label>
      ),
    },
    { label: t('column.description'), width: 35, cell: (row) => row.description || '–' },
  ];
  return (
    <div className="m-stack-small">
      <p className="m-muted">{t('configuration.lead', { number: options.data.configuration })}</p>
      <RowsTable
        label={t('instance.tab.configuration')}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.pointer}
      />
    </div>
  );
}
