import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import type { Provider, Region } from '../../api/types';
import { RecordDialog } from '../../ui/RecordDialog';
import { useNameField } from '../../ui/useNameField';

const PROVIDERS: Provider[] = ['on-prem', 'aws', 'azure', 'gcp', 'edge'];

export function AddRegionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const name = useNameField();
  return (
    <RecordDialog
      title={t('regions.add')}
      description={t('regions.addHelp')}
      submit={t('regions.add')}
      fields={[
        name,
        {
          name: 'provider',
          label: t('column.provider'),
          initial: 'on-prem',
          choices: PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) })),
        },
        { name: 'displayName', label: t('column.displayName') },
        {
          name: 'network',
          label: t('column.network'),
          placeholder: 'default',
          help: t('regions.networkHelp'),
        },
      ]}
      send={async ({ name, provider, displayName, network }) => {
        const body = {
          name,
          provider,
          network: network || undefined,
          displayName: displayName || undefined,
        };
        return (await call<Region>('/regions', { method: 'POST', body, idempotencyKey: newKey() })).value;
      }}
      onDone={async (region) => {
        await client.invalidateQueries({ queryKey: ['regions'] });
        void navigate(`/platform/regions/${region.name}`);
      }}
      onClose={onClose}
    />
  );
}
