import { Alert, Button, Radio } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../api/client';
import { instanceVolumesQuery, paths, protectionQuery } from '../../api/queries';
import type { Instance } from '../../api/types';
import { instanceLink } from '../../scope/scope';
import { bytes } from '../../ui/format';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';
import { ProtectionCard } from '../maintenance/ProtectionCard';
import type { TabProps } from './InstancePage';

export function DangerTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const path = instance.tenant.path;
  const guarded = useQuery(protectionQuery(path, instance.name)).data?.deletionProtection ?? false;
  const going = instance.state === 'UNINSTALLING' || instance.state === 'UNINSTALLED';
  return (
    <div className="m-stack">
      <ProtectionCard tenant={path} instance={instance.name} may={!going} />
      <section className="m-card m-danger" aria-labelledby="uninstall-title">
        <div>
          <h2 id="uninstall-title" className="m-card-title">
            {t('danger.uninstall', { name: instance.name })}
          </h2>
          <p id="uninstall-body">
            {going
              ? t('danger.going')
              : guarded
                ? t('protection.protected', { name: instance.name })
                : t('danger.body')}
          </p>
        </div>
        <Button
          variant="danger"
          isDisabled={going || guarded}
          aria-describedby="uninstall-body"
          onClick={() => setAsking(true)}
          data-testid="uninstall"
        >
          {t('danger.action')}
        </Button>
        {asking && <Uninstall instance={instance} onClose={() => setAsking(false)} />}
      </section>
    </div>
  );
}

function Uninstall({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = instance.tenant.path;
  const [deleteData, setDeleteData] = useState(false);
  const [typed, setTyped] = useState('');
  const found = useQuery(instanceVolumesQuery(path, instance.name));
  const volumes = found.data ?? [];
  const uninstall = useMutation({
    mutationFn: () =>
      call(`${paths.instanceBase(path, instance.name)}?deleteData=${deleteData}`, {
        method: 'DELETE',
        ifMatch: instance.etag,
        ...(deleteData ? { body: { confirmVolumes: volumes.map((volume) => volume.id) } } : {}),
      }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['instance'] }),
        client.invalidateQueries({ queryKey: ['instances'] }),
      ]);
      onClose();
      void navigate(instanceLink(path, instance.name, 'plans'));
    },
  });
  return (
    <FormDialog
      danger
      title={t('danger.uninstall', { name: instance.name })}
      description={t('danger.stops', { count: instance.pods.total, tenant: path })}
      submit={deleteData ? t('danger.actionData') : t('danger.action')}
      busy={uninstall.isPending}
      disabled={typed !== instance.name || found.data === undefined}
      error={uninstall.error ?? found.error}
      onSubmit={() => uninstall.mutate()}
      onClose={onClose}
    >
      {volumes.length > 0 && (
        <div role="radiogroup" aria-label={t('danger.volumes')} className="m-stack-small">
          <Radio
            id="keep-data"
            name="data"
            label={t('danger.keep')}
            description={t('danger.keepHelp')}
            isChecked={!deleteData}
            onChange={() => setDeleteData(false)}
          />
          <Radio
            id="delete-data"
            name="data"
            label={t('danger.delete')}
            description={t('danger.deleteHelp')}
            isChecked={deleteData}
            onChange={() => setDeleteData(true)}
          />
        </div>
      )}
      {deleteData && (
        <Alert variant="danger" isInline component="h2" title={t('danger.lost', { count: volumes.length })}>
          <ul className="m-bullets">
            {volumes.map((volume) => (
              <li key={volume.id}>
                {t('danger.lostVolume', {
                  volume: `${volume.pod}/${volume.path}`,
                  size: bytes(volume.sizeBytes),
                  node: volume.node,
                })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <TextField
        label={t('danger.type', { word: instance.name })}
        value={typed}
        onChange={setTyped}
        required
        testId="uninstall-name"
      />
    </FormDialog>
  );
}
