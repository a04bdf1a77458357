import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { ServiceAccountKey } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { RecordDialog } from '../../ui/RecordDialog';
import { instantOf } from '../usage/period';
import { NewKeyShown } from './NewKeyShown';

interface KeyDialogProps {
  scope: Scope;
  username: string;
  onClose: () => void;
}

/** Adds a key, and shows it this once. */
export function AddKeyDialog({ scope, username, onClose }: KeyDialogProps) {
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
          await call<ServiceAccountKey>(`${paths.serviceAccount(scope, username)}/keys`, {
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

/** Deletes an account with all its keys once its name was typed. */
export function DeleteServiceAccountDialog({
  scope,
  username,
  onDeleted,
  onClose,
}: KeyDialogProps & { onDeleted: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('serviceAccounts.deleteOf', { name: username })}
      description={t('serviceAccounts.deleteBody')}
      submit={t('serviceAccounts.delete')}
      typed={{
        label: t('serviceAccounts.deleteConfirm', { name: username }),
        word: username,
        testId: 'delete-service-account-confirm',
      }}
      send={() => call(paths.serviceAccount(scope, username), { method: 'DELETE' })}
      onDone={() => {
        // Its keys may stand beside the list.
        onDeleted();
        return Promise.all(
          ['service-accounts', 'members', 'groups'].map((topic) =>
            client.invalidateQueries({ queryKey: [topic] }),
          ),
        );
      }}
      onClose={onClose}
    />
  );
}

/** Revokes a key once its name was typed. */
export function RevokeKeyDialog({
  scope,
  username,
  revoked,
  onClose,
}: KeyDialogProps & { revoked: ServiceAccountKey }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('serviceAccounts.revokeTitle', { key: revoked.name, name: username })}
      description={t('serviceAccounts.revokeBody')}
      submit={t('serviceAccounts.revoke')}
      typed={{
        label: t('serviceAccounts.revokeConfirm', { key: revoked.name }),
        word: revoked.name,
        testId: 'revoke-confirm',
      }}
      send={() =>
        call(`${paths.serviceAccount(scope, username)}/keys/${encodeURIComponent(revoked.id)}`, {
          method: 'DELETE',
        })
      }
      onDone={() => client.invalidateQueries({ queryKey: ['service-accounts'] })}
      onClose={onClose}
    />
  );
}
