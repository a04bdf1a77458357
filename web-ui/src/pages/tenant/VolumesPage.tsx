import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { volumesQuery } from '../../api/queries';
import type { Volume, VolumeState } from '../../api/types';
import { useList } from '../../api/useList';
import { installLink, instanceLink } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useTenantPath } from '../../shell/useScope';
import { bytes } from '../../ui/format';
import { VolumesIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { useStateFilter } from '../../ui/useStateFilter';
import { useUrlFilters } from '../../ui/useUrlFilters';
import { When } from '../../ui/When';
import { isFree } from '../install/keptVolumes';
import { DeleteVolumeDialog } from './DeleteVolumeDialog';

const STATES: VolumeState[] = ['READY', 'KEPT', 'MISSING', 'PENDING', 'DESTROYING'];

const nameOf = (volume: Volume) => ({
  volume: `${volume.pod}/${volume.path}`,
  instance: volume.instance,
});

export function VolumesPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const url = useUrlFilters('state');
  const byState = useStateFilter(STATES);
  const volumes = useList(volumesQuery(path, url.values.state));
  const mayDelete = useCan({ kind: 'tenant', path }, 'volume:write');
  const mayInstall = useCan({ kind: 'tenant', path }, 'instance:write');
  const [doomed, setDoomed] = useState<Volume | null>(null);
  const columns: Column<Volume>[] = [
    {
      label: t('column.volume'),
      cell: (volume) => (
        <>
          <strong>{`${volume.pod} / ${volume.path}`}</strong>
          <div className="m-hint">
            {volume.state === 'KEPT' ? (
              volume.instance
            ) : (
              <Link to={instanceLink(volume.tenant, volume.instance, 'volumes')}>{volume.instance}</Link>
            )}
          </div>
        </>
      ),
    },
    { label: t('column.state'), cell: (volume) => <StateLabel state={volume.state} compact /> },
    {
      label: t('column.reason'),
      cell: (volume) => (
        <>
          {volume.reason || '–'}
          {volume.keptUntil && (
            <div className="m-hint">
              {t('volumes.goes')} <When at={volume.keptUntil} />
            </div>
          )}
        </>
      ),
    },
    { label: t('column.size'), numeric: true, cell: (volume) => bytes(volume.sizeBytes) },
    { label: t('column.node'), cell: (volume) => `${volume.region} / ${volume.node}` },
    { label: t('column.created'), cell: (volume) => <When at={volume.createdAt} /> },
  ];
  if (mayDelete || mayInstall) {
    columns.push({
      label: t('column.actions'),
      cell: (volume) =>
        isFree(volume) ? (
          <span className="m-actions">
            {mayInstall && (
              <Link
                to={installLink(volume.tenant, volume.package, { name: volume.instance, restore: 'true' })}
                aria-label={t('volumes.restoreTitle', nameOf(volume))}
              >
                {t('volumes.restore')}
              </Link>
            )}
            {mayDelete && (
              <Button
                variant="link"
                isDanger
                isInline
                onClick={() => setDoomed(volume)}
                aria-label={t('volumes.deleteTitle', nameOf(volume))}
              >
                {t('volumes.delete')}
              </Button>
            )}
          </span>
        ) : (
          <span className="m-muted">{t('volumes.inUse')}</span>
        ),
    });
  }
  return (
    <ListPage
      title={t('nav.volumes')}
      lead={t('volumes.lead')}
      list={volumes}
      columns={columns}
      keyOf={(volume) => volume.id}
      testId="volumes"
      filters={{ fields: [byState], url }}
      empty={{ title: t('volumes.emptyTitle'), body: t('volumes.emptyBody'), icon: VolumesIcon }}
    >
      {doomed && <DeleteVolumeDialog volume={doomed} onClose={() => setDoomed(null)} />}
    </ListPage>
  );
}
