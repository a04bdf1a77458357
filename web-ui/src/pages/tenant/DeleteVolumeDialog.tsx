import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Volume } from '../../api/types';
import { bytes } from '../../ui/format';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

/** Destroys a kept volume, once its name was typed. */
export function DeleteVolumeDialog({ volume, onClose }: { volume: Volume; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const word = `${volume.pod}/${volume.path}`;
  return (
    <ConfirmDialog
      danger
      title={t('volumes.deleteTitle', { volume: word })}
      description={t('volumes.deleteBody', {
        size: bytes(volume.sizeBytes),
        instance: volume.instance,
        node: volume.node,
      })}
      submit={t('volumes.deleteForever')}
      typed={{ label: t('danger.type', { word }), word: word, testId: 'confirm' }}
      send={() =>
        call(`${paths.tenantBase(volume.tenant)}/volumes/${encodeURIComponent(volume.id)}`, {
          method: 'DELETE',
          body: { confirm: volume.id },
        })
      }
      onDone={() => client.invalidateQueries({ queryKey: ['volumes'] })}
      onClose={onClose}
    />
  );
}
