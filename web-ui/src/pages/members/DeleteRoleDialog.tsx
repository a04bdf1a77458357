import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Role } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

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
  return (
    <ConfirmDialog
      danger
      title={t('roles.deleteOf', { role: role.name })}
      description={t('roles.deleteBody')}
      submit={t('roles.delete')}
      send={() =>
        call(`${paths.scopeBase(scope)}/roles/${encodeURIComponent(role.name)}`, {
          method: 'DELETE',
          ifMatch: role.etag,
        })
      }
      onDone={() => client.invalidateQueries({ queryKey: ['roles'] })}
      onClose={onClose}
    />
  );
}
