import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { instanceVolumesQuery } from '../../api/queries';
import type { Volume } from '../../api/types';
import { Copyable } from '../../ui/Copyable';
import { bytes } from '../../ui/format';
import { EmptyHint } from '../../ui/Frame';
import { VolumesIcon } from '../../ui/icons';
import { RowsTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { Loaded } from '../../ui/Loaded';
import type { TabProps } from './InstancePage';

export function InstanceVolumesTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const found = useQuery(instanceVolumesQuery(instance.tenant.path, instance.name));
  if (!found.data) return <Loaded query={found}>{() => null}</Loaded>;
  const volumes = found.data;
  if (volumes.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint title={t('volumes.emptyTitle')} body={t('volumes.emptyInstance')} icon={VolumesIcon} />
      </div>
    );
  }
  const columns: Column<Volume>[] = [
    { label: t('column.volume'), cell: (volume) => <strong>{`${volume.pod} / ${volume.path}`}</strong> },
    { label: t('column.state'), cell: (volume) => <StateLabel state={volume.state} compact /> },
    { label: t('column.reason'), cell: (volume) => volume.reason || '–' },
    { label: t('column.size'), numeric: true, cell: (volume) => bytes(volume.sizeBytes) },
    { label: t('column.node'), cell: (volume) => `${volume.region} / ${volume.node}` },
    { label: t('column.created'), cell: (volume) => <When at={volume.createdAt} /> },
    { label: t('column.id'), cell: (volume) => <Copyable text={volume.id} label={t('column.id')} shorten /> },
  ];
  return (
    <RowsTable label={t('nav.volumes')} columns={columns} rows={volumes} keyOf={(volume) => volume.id} />
  );
}
