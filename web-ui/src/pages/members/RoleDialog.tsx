import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { Role } from '../../api/types';
import { held } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { FormDialog } from '../../ui/FormDialog';
import { isDnsLabel } from '../../ui/names';
import { TextField } from '../../ui/TextField';
import { offered } from './permissionGroups';
import { PermissionsField } from './PermissionsField';

const AT_FIELDS = ['/name', '/description', '/permissions'];

/** Makes a role, or changes what one gives; only what its author may do can be put in. */
export function RoleDialog({
  scope,
  role,
  onClose,
}: {
  scope: Scope;
  role: Role | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mine = offered(held(useMe(), scope, true));
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [permissions, setPermissions] = useState<string[]>(role?.permissions ?? []);
  const base = `${paths.scopeBase(scope)}/roles`;
  const save = useMutation({
    mutationFn: () =>
      role === null
        ? call(base, {
            method: 'POST',
            body: { name, description, permissions },
            idempotencyKey: newKey(),
          })
        : call(`${base}/${encodeURIComponent(role.name)}`, {
            method: 'PUT',
            body: { description, permissions },
            ifMatch: role.etag,
          }),
    onSuccess: async () => {
      onClose();
      // Who has the role may do something else now, the author included.
      await Promise.all(
        ['roles', 'members', 'me'].map((topic) => client.invalidateQueries({ queryKey: [topic] })),
      );
    },
  });
  const refused = save.error instanceof ApiError ? errorsUnder(save.error.problem.errors, '') : {};
  const wrongName = name !== '' && !isDnsLabel(name);
  return (
    <FormDialog
      title={role === null ? t('roles.create') : t('roles.changeOf', { role: role.name })}
      description={t(role === null ? 'roles.createHelp' : 'roles.changeHelp')}
      submit={t(role === null ? 'roles.create' : 'roles.save')}
      busy={save.isPending}
      disabled={name === '' || (role === null && wrongName) || permissions.length === 0}
      error={save.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {role === null && (
        <TextField
          label={t('column.name')}
          help={t('form.dnsLabel')}
          value={name}
          onChange={setName}
          error={wrongName ? t('form.dnsLabelWrong') : refused['/name']}
          required
          testId="role-name"
        />
      )}
      <TextField
        label={t('column.description')}
        value={description}
        onChange={setDescription}
        error={refused['/description']}
        testId="role-description"
      />
      <PermissionsField
        mine={mine}
        chosen={permissions}
        onChange={setPermissions}
        error={refused['/permissions']}
      />
    </FormDialog>
  );
}
