import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { instanceNamesQuery, paths, roleChoicesQuery } from '../../api/queries';
import type { Member, RoleScope } from '../../api/types';
import { can, held } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { CopyBlock } from '../../ui/Copyable';
import { FormDialog } from '../../ui/FormDialog';
import { roleName } from '../../ui/roleName';
import { ChoiceField, TextField } from '../../ui/TextField';
import { mayGive, scopeName } from './permissionGroups';

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
  const roles = useQuery(roleChoicesQuery(scope));
  const mayPickInstance = !onPlatform && can(me, scope, 'instance:read');
  const instances = useQuery({
    ...instanceNamesQuery(onPlatform ? '' : scope.path),
    enabled: mayPickInstance && countsFor === 'instance',
  });

  const mine = held(me, scope, countsFor === 'subtree');
  const givable = (roles.data ?? []).filter((role) => mayGive(role, mine));
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
    return <FirstPassword name={add.data.username} password={add.data.password} onClose={onClose} />;
  const refused = add.error instanceof ApiError ? errorsUnder(add.error.problem.errors, '') : {};
  const scopes: RoleScope[] = mayPickInstance ? ['subtree', 'tenant', 'instance'] : ['subtree', 'tenant'];
  return (
    <FormDialog
      title={t('members.add')}
      description={t('members.addHelp')}
      submit={t('members.add')}
      busy={add.isPending}
      disabled={username === '' || !role || (countsFor === 'instance' && !instance)}
      error={add.error ?? roles.error}
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
      <ChoiceField
        label={t('members.role')}
        value={role?.name ?? ''}
        onChange={setRole}
        // None stands there by itself: what is given is chosen.
        choices={[
          { value: '', label: t('members.chooseRole') },
          ...givable.map((one) => ({ value: one.name, label: roleName(t, one.name) })),
        ]}
        help={role && role.description !== '' ? role.description : t('members.roleHelp')}
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

/** The password that was made for a new account, this once. */
function FirstPassword({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const { t } = useTranslation();
  const title = t('members.madeTitle', { name });
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-label={title}>
      <ModalHeader title={title} description={t('members.madeBody')} />
      <ModalBody>
        <div data-testid="first-password">
          <CopyBlock code={password} label={t('members.password')} />
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </ModalFooter>
    </Modal>
  );
}
