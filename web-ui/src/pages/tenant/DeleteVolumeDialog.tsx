import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Volume } from '../../api/types';
import { bytes } from '../../ui/format';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';

/** Destroys a kept volume, once its name was typed. */
export function DeleteVolumeDialog({
  path,
  volume,
  onClose,
}: {
  path: string;
  volume: Volume;
  onClose: () => void;
}) {
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
