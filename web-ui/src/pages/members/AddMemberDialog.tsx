import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { Member } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { ShownOnce } from '../../ui/ShownOnce';
import { ChoiceField, TextField } from '../../ui/TextField';
import { RoleGiftFields } from './RoleGiftFields';
import { useRoleGift } from './useRoleGift';

const AT_FIELDS = ['/username', '/displayName', '/password', '/role', '/scope', '/instance'];

/** Gives a role to somebody, with a new account when they have none. */
export function AddMemberDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [account, setAccount] = useState<'existing' | 'fresh' | 'group'>('existing');
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const gift = useRoleGift(scope, true);

  const add = useMutation({
    mutationFn: async () =>
      (
        await call<Member>(`${paths.scopeBase(scope)}/members`, {
          method: 'POST',
          idempotencyKey: newKey(),
          body: {
            username,
            ...gift.body,
            ...(account === 'group' ? { kind: 'group' } : {}),
            ...(account === 'fresh' && displayName !== '' ? { displayName } : {}),
            ...(account === 'fresh' && password !== '' ? { password } : {}),
          },
        })
      ).value,
    onSuccess: async (made) => {
      await Promise.all(
        ['members', 'groups'].map((topic) => client.invalidateQueries({ queryKey: [topic] })),
      );
      if (!made.password) onClose();
    },
    // A password that was made is not kept beyond this dialog.
    gcTime: 0,
  });
  if (add.data?.password)
    return (
      <ShownOnce
        title={t('members.madeTitle', { name: add.data.username })}
        description={t('members.madeBody')}
        values={[{ label: t('members.password'), value: add.data.password, testId: 'first-password' }]}
        onClose={onClose}
      />
    );
  const refused = add.error instanceof ApiError ? errorsUnder(add.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('members.add')}
      description={t('members.addHelp')}
      submit={t('members.add')}
      busy={add.isPending}
      disabled={username === '' || !gift.ready}
      error={add.error ?? gift.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <ChoiceField
        label={t('members.account')}
        value={account}
        onChange={setAccount}
        choices={[
          { value: 'existing', label: t('members.existing') },
          { value: 'fresh', label: t('members.fresh') },
          { value: 'group', label: t('members.aGroup') },
        ]}
        testId="member-account"
      />
      <TextField
        label={account === 'group' ? t('groups.name') : t('members.username')}
        value={username}
        onChange={setUsername}
        error={refused['/username']}
        required
        testId="member-username"
      />
      {account === 'fresh' && (
        <>
          <TextField
            label={t('column.displayName')}
            help={t('members.displayNameHelp')}
            value={displayName}
            onChange={setDisplayName}
            error={refused['/displayName']}
            testId="member-display-name"
          />
          <TextField
            label={t('members.password')}
            help={t('members.passwordHelp')}
            type="password"
            value={password}
            onChange={setPassword}
            error={refused['/password']}
            testId="member-password"
          />
        </>
      )}
      <RoleGiftFields gift={gift} refused={refused} testId="member" />
    </FormDialog>
  );
}
