import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import type { Provider, Region } from '../../api/types';
import { FormDialog } from '../../ui/FormDialog';
import { isDnsLabel } from '../../ui/names';
import { ChoiceField, TextField } from '../../ui/TextField';

const PROVIDERS: Provider[] = ['on-prem', 'aws', 'azure', 'gcp', 'edge'];

export function AddRegionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [network, setNetwork] = useState('');
  const [provider, setProvider] = useState<Provider>('on-prem');
  const add = useMutation({
    mutationFn: async () => {
      const body = { name, provider, network: network || undefined, displayName: displayName || undefined };
      return (await call<Region>('/regions', { method: 'POST', body, idempotencyKey: newKey() })).value;
    },
    onSuccess: async (region) => {
      await client.invalidateQueries({ queryKey: ['regions'] });
      void navigate(`/platform/regions/${region.name}`);
    },
  });
  const errors = add.error instanceof ApiError ? errorsUnder(add.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('regions.add')}
      description={t('regions.addHelp')}
      submit={t('regions.add')}
      busy={add.isPending}
      disabled={!isDnsLabel(name)}
      error={add.error}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('column.name')}
        value={name}
        onChange={setName}
        required
        help={t('form.dnsLabel')}
        error={errors['/name'] ?? (name !== '' && !isDnsLabel(name) ? t('form.dnsLabelWrong') : undefined)}
      />
      <ChoiceField
        label={t('column.provider')}
        value={provider}
        onChange={setProvider}
        choices={PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) }))}
      />
      <TextField
        label={t('regions.displayName')}
        value={displayName}
        onChange={setDisplayName}
        error={errors['/displayName']}
      />
      <TextField
        label={t('column.network')}
        value={network}
        onChange={setNetwork}
        placeholder="default"
        help={t('regions.networkHelp')}
        error={errors['/network']}
      />
    </FormDialog>
  );
}
