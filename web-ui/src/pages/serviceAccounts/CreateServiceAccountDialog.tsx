import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { ServiceAccount } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';
import { RoleGiftFields } from '../members/RoleGiftFields';
import { useRoleGift } from '../members/useRoleGift';
import { instantOf } from '../usage/period';
import { NewKeyShown } from './NewKeyShown';

const AT_FIELDS = ['/username', '/displayName', '/role', '/scope', '/expiresAt'];

/** Makes an account for a program, with a role and a first key, which is shown this once. */
export function CreateServiceAccountDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [expires, setExpires] = useState('');
  const gift = useRoleGift(scope, false);
  const create = useMutation({
    mutationFn: async () =>
      (
        await call<ServiceAccount>(paths.serviceAccounts(scope), {
          method: 'POST',
          idempotencyKey: newKey(),
          body: {
            username,
            ...gift.body,
            ...(displayName !== '' ? { displayName } : {}),
            ...(expires !== '' ? { expiresAt: instantOf(expires) } : {}),
          },
        })
      ).value,
    onSuccess: async (made) => {
      // It is a member, too.
      await Promise.all([
        client.invalidateQueries({ queryKey: ['service-accounts'] }),
        client.invalidateQueries({ queryKey: ['members'] }),
      ]);
      if (secretOf(made) === undefined) onClose();
    },
    // A key that was made is not kept beyond this dialog.
    gcTime: 0,
  });
  const secret = create.data && secretOf(create.data);
  if (create.data && secret !== undefined)
    return <NewKeyShown username={create.data.username} secret={secret} onClose={onClose} />;
  const refused = create.error instanceof ApiError ? errorsUnder(create.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('serviceAccounts.create')}
      description={t('serviceAccounts.createHelp')}
      submit={t('serviceAccounts.create')}
      busy={create.isPending}
      disabled={username === '' || !gift.ready}
      error={create.error ?? gift.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('serviceAccounts.username')}
        help={t('serviceAccounts.usernameHelp')}
        value={username}
        onChange={setUsername}
        error={refused['/username']}
        required
        testId="service-account-username"
      />
      <TextField
        label={t('column.displayName')}
        help={t('serviceAccounts.displayNameHelp')}
        value={displayName}
        onChange={setDisplayName}
        error={refused['/displayName']}
      />
      <RoleGiftFields gift={gift} refused={refused} testId="service-account" />
      <TextField
        label={t('serviceAccounts.expires')}
        help={t('serviceAccounts.expiresHelp')}
        type="date"
        value={expires}
        onChange={setExpires}
        error={refused['/expiresAt']}
        testId="service-account-expires"
      />
    </FormDialog>
  );
}

const secretOf = (made: ServiceAccount) => made.keys.find((key) => key.secret !== undefined)?.secret;
