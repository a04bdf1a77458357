import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { Group } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';

/** Makes a group, without members and without a role. */
export function CreateGroupDialog({
  scope,
  onMade,
  onClose,
}: {
  scope: Scope;
  onMade: (name: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const create = useMutation({
    mutationFn: async () =>
      (
        await call<Group>(paths.groups(scope), {
          method: 'POST',
          idempotencyKey: newKey(),
          body: { name, ...(displayName !== '' ? { displayName } : {}) },
        })
      ).value,
    onSuccess: async (made) => {
      onMade(made.name);
      onClose();
      await client.invalidateQueries({ queryKey: ['groups'] });
    },
  });
  const refused = create.error instanceof ApiError ? errorsUnder(create.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('groups.create')}
      description={t('groups.createHelp')}
      submit={t('groups.create')}
      busy={create.isPending}
      disabled={name === ''}
      error={create.error}
      shownElsewhere={({ pointer }) => ['/name', '/displayName'].includes(pointer)}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('groups.name')}
        help={t('groups.nameHelp')}
        value={name}
        onChange={setName}
        error={refused['/name']}
        required
        testId="group-name"
      />
      <TextField
        label={t('column.displayName')}
        value={displayName}
        onChange={setDisplayName}
        error={refused['/displayName']}
        testId="group-display-name"
      />
    </FormDialog>
  );
}
