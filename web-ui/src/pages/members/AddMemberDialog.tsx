import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { instanceNamesQuery, paths } from '../../api/queries';
import type { Member, RoleScope } from '../../api/types';
import { can } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { FormDialog } from '../../ui/FormDialog';
import { ShownOnce } from '../../ui/ShownOnce';
import { ChoiceField, TextField } from '../../ui/TextField';
import { scopeName } from './permissionGroups';
import { RoleField } from './RoleField';
import { useGivableRoles } from './useGivableRoles';

const AT_FIELDS = ['/username', '/displayName', '/password', '/role', '/scope', '/instance'];

/** Gives a role to somebody, with a new account when they have none. */
export function AddMemberDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const onPlatform = scope.kind === 'platform';
  const [account, setAccount] = useState<'existing' | 'fresh'>('existing');
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [chosenRole, setRole] = useState('');
  const [countsFor, setCountsFor] = useState<RoleScope>('subtree');
  const [chosenInstance, setInstance] = useState('');
  const { givable, error: rolesError } = useGivableRoles(scope, countsFor === 'subtree');
  const mayPickInstance = !onPlatform && can(me, scope, 'instance:read');
  const instances = useQuery({
    ...instanceNamesQuery(onPlatform ? '' : scope.path),
    enabled: mayPickInstance && countsFor === 'instance',
  });

  const role = givable.find((one) => one.name === chosenRole);
  const instance = instances.data?.find((one) => one === chosenInstance) ?? instances.data?.[0];

  const add = useMutation({
    mutationFn: async () =>
      (
        await call<Member>(`${paths.scopeBase(scope)}/members`, {
          method: 'POST',
          idempotencyKey: newKey(),
          body: {
            username,
            role: role?.name,
            scope: countsFor,
            ...(countsFor === 'instance' ? { instance } : {}),
            ...(account === 'fresh' && displayName !== '' ? { displayName } : {}),
            ...(account === 'fresh' && password !== '' ? { password } : {}),
          },
        })
      ).value,
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['members'] });
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
  const scopes: RoleScope[] = mayPickInstance ? ['subtree', 'tenant', 'instance'] : ['subtree', 'tenant'];
  return (
    <FormDialog
      title={t('members.add')}
      description={t('members.addHelp')}
      submit={t('members.add')}
      busy={add.isPending}
      disabled={username === '' || !role || (countsFor === 'instance' && !instance)}
      error={add.error ?? rolesError}
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
        ]}
        testId="member-account"
      />
      <TextField
        label={t('members.username')}
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
      <RoleField
        givable={givable}
        role={role}
        onChange={setRole}
        error={refused['/role']}
        testId="member-role"
      />
      <ChoiceField
        label={t('members.countsFor')}
        value={countsFor}
        onChange={setCountsFor}
        choices={scopes.map((one) => ({ value: one, label: scopeName(t, one, null, onPlatform) }))}
        error={refused['/scope']}
        testId="member-scope"
      />
      {countsFor === 'instance' && (
        <ChoiceField
          label={t('members.instance')}
          value={instance ?? ''}
          onChange={setInstance}
          choices={(instances.data ?? []).map((one) => ({ value: one, label: one }))}
          {...(instances.data?.length === 0 ? { help: t('members.instanceNone') } : {})}
          error={refused['/instance']}
          testId="member-instance"
        />
      )}
    </FormDialog>
  );
}
