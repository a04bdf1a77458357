import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { ServiceAccountKey } from '../../api/types';
import { FormDialog } from '../../ui/FormDialog';
import { RecordDialog } from '../../ui/RecordDialog';
import { TextField } from '../../ui/TextField';
import { instantOf } from '../usage/period';
import { NewKeyShown } from './NewKeyShown';

interface KeyDialogProps {
  path: string;
  username: string;
  onClose: () => void;
}

/** Adds a key, and shows it this once. */
export function AddKeyDialog({ path, username, onClose }: KeyDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <NewKeyShown username={username} secret={secret} onClose={onClose} />;
  return (
    <RecordDialog
      title={t('serviceAccounts.addKeyOf', { name: username })}
      description={t('serviceAccounts.addKeyHelp')}
      submit={t('serviceAccounts.addKey')}
      fields={[
        { name: 'name', label: t('serviceAccounts.keyName'), required: true },
        {
          name: 'expiresAt',
          label: t('serviceAccounts.expires'),
          help: t('serviceAccounts.expiresHelp'),
          type: 'date',
        },
      ]}
      send={async ({ name, expiresAt }) =>
        (
          await call<ServiceAccountKey>(`${paths.serviceAccount(path, username)}/keys`, {
            method: 'POST',
            idempotencyKey: newKey(),
            body: { name, ...(expiresAt !== '' ? { expiresAt: instantOf(expiresAt) } : {}) },
          })
        ).value
      }
      onDone={async (made) => {
        if (made.secret === undefined) onClose();
        else setSecret(made.secret);
        await client.invalidateQueries({ queryKey: ['service-accounts'] });
      }}
      onClose={onClose}
    />
  );
}

/** Revokes a key once its name was typed. */
export function RevokeKeyDialog({
  path,
  username,
  revoked,
  onClose,
}: KeyDialogProps & { revoked: ServiceAccountKey }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const revoke = useMutation({
    mutationFn: () =>
      call(`${paths.serviceAccount(path, username)}/keys/${encodeURIComponent(revoked.id)}`, {
        method: 'DELETE',
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['service-accounts'] });
    },
  });
  return (
    <FormDialog
      danger
      title={t('serviceAccounts.revokeTitle', { key: revoked.name, name: username })}
      description={t('serviceAccounts.revokeBody')}
      submit={t('serviceAccounts.revoke')}
      busy={revoke.isPending}
      disabled={typed !== revoked.name}
      error={revoke.error}
      onSubmit={() => revoke.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('serviceAccounts.revokeConfirm', { key: revoked.name })}
        value={typed}
        onChange={setTyped}
        testId="revoke-confirm"
      />
    </FormDialog>
  );
}
