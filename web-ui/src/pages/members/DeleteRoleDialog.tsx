import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Role } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';

export function DeleteRoleDialog({
  scope,
  role,
  onClose,
}: {
  scope: Scope;
  role: Role;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      call(`${paths.scopeBase(scope)}/roles/${encodeURIComponent(role.name)}`, {
        method: 'DELETE',
        ifMatch: role.etag,
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['roles'] });
    },
  });
  return (
    <FormDialog
      danger
      title={t('roles.deleteOf', { role: role.name })}
      description={t('roles.deleteBody')}
      submit={t('roles.delete')}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
