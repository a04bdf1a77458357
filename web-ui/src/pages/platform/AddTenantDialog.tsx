import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { tenantTreeQuery } from '../../api/queries';
import type { Tenant } from '../../api/types';
import { FormDialog } from '../../ui/FormDialog';
import { isDnsLabel } from '../../ui/names';
import { ChoiceField, TextField } from '../../ui/TextField';

export function AddTenantDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const tenants = useQuery(tenantTreeQuery);
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [parent, setParent] = useState('');
  const add = useMutation({
    mutationFn: async () => {
      const body = { name, parent: parent || undefined, displayName: displayName || undefined };
      return (await call<Tenant>('/tenants', { method: 'POST', body, idempotencyKey: newKey() })).value;
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tenants'] });
      onClose();
    },
  });
  const errors = add.error instanceof ApiError ? errorsUnder(add.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('tenants.add')}
      submit={t('tenants.add')}
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
        label={t('tenants.parent')}
        value={parent}
        onChange={setParent}
        help={t('tenants.parentHelp')}
        choices={[
          { value: '', label: t('tenants.noParent') },
          ...(tenants.data ?? []).map((tenant) => ({ value: tenant.path, label: tenant.path })),
        ]}
      />
      <TextField
        label={t('regions.displayName')}
        value={displayName}
        onChange={setDisplayName}
        error={errors['/displayName']}
      />
    </FormDialog>
  );
}
