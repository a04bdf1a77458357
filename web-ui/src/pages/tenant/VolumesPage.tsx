import {
  Button,
  FormSelect,
  FormSelectOption,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { call } from '../../api/client';
import { paths, volumesQuery } from '../../api/queries';
import type { Volume, VolumeState } from '../../api/types';
import { instanceLink } from '../../scope/scope';
import { useCan } from '../../shell/useMe';
import { useTenantPath } from '../../shell/useScope';
import { FormDialog } from '../../ui/FormDialog';
import { bytes } from '../../ui/format';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { VolumesIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { TextField } from '../../ui/TextField';
import { When } from '../../ui/When';

const STATES: VolumeState[] = ['READY', 'KEPT', 'MISSING', 'PENDING', 'DESTROYING'];

export function VolumesPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? '';
  const volumes = useInfiniteQuery(volumesQuery(path, state));
  const mayDelete = useCan({ kind: 'tenant', path }, 'volume:write');
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
              <Link to={instanceLink(path, volume.instance, 'volumes')}>{volume.instance}</Link>
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
    ...(mayDelete
      ? [
          {
            label: t('column.actions'),
            cell: (volume: Volume) =>
              volume.state === 'KEPT' ? (
                <Button variant="link" isDanger isInline onClick={() => setDoomed(volume)}>
                  {t('volumes.delete')}
                </Button>
              ) : (
                <span className="m-muted">{t('volumes.inUse')}</span>
              ),
          },
        ]
      : []),
  ];
  return (
    <PageFrame title={t('nav.volumes')} lead={t('volumes.lead')}>
      <Toolbar className="m-filters">
        <ToolbarContent>
          <ToolbarItem>
            <FormSelect
              aria-label={t('list.filterState')}
              value={state}
              onChange={(_, value) => setParams(value === '' ? {} : { state: value })}
            >
              <FormSelectOption value="" label={t('list.allStates')} />
              {STATES.map((one) => (
                <FormSelectOption key={one} value={one} label={t(`state.${one}`)} />
              ))}
            </FormSelect>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <ListTable
        label={t('nav.volumes')}
        columns={columns}
        result={volumes}
        keyOf={(volume) => volume.id}
        empty={<EmptyHint title={t('volumes.emptyTitle')} body={t('volumes.emptyBody')} icon={VolumesIcon} />}
      />
      {doomed && <DeleteVolume path={path} volume={doomed} onClose={() => setDoomed(null)} />}
    </PageFrame>
  );
}

function DeleteVolume({ path, volume, onClose }: { path: string; volume: Volume; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const word = `${volume.pod}/${volume.path}`;
  const remove = useMutation({
    mutationFn: () =>
      call(`${paths.tenantBase(path)}/volumes/${encodeURIComponent(volume.id)}`, {
        method: 'DELETE',
        body: { confirm: volume.id },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['volumes'] });
      onClose();
    },
  });
  return (
    <FormDialog
      danger
      title={t('volumes.deleteTitle', { volume: word })}
      description={t('volumes.deleteBody', {
        size: bytes(volume.sizeBytes),
        instance: volume.instance,
        node: volume.node,
      })}
      submit={t('volumes.deleteForever')}
      busy={remove.isPending}
      disabled={typed !== word}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      <TextField label={t('danger.type', { word })} value={typed} onChange={setTyped} />
    </FormDialog>
  );
}
