import { Alert } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { removeMember } from '../../api/accounts';
import type { Member } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { roleName } from '../../ui/roleName';
import { scopeName } from './permissionGroups';

/** Takes one role from one person, after it has been said which and from whom. */
export function RemoveMemberDialog({
  scope,
  member,
  onClose,
}: {
  scope: Scope;
  member: Member;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const own = member.id === me.id;
  return (
    <ConfirmDialog
      danger
      title={t('members.removeTitle', { name: member.username })}
      description={t('members.removeBody', {
        name: member.displayName,
        role: roleName(t, member.role),
        scope: scopeName(t, member.scope, member.instance, scope.kind === 'platform'),
      })}
      submit={t('members.remove')}
      send={() => removeMember(scope, member)}
      onDone={async () => {
        await Promise.all([
          client.invalidateQueries({ queryKey: ['members'] }),
          ...(own ? [client.invalidateQueries({ queryKey: ['me'] })] : []),
        ]);
      }}
      onClose={onClose}
    >
      {own && <Alert variant="warning" isInline component="p" title={t('members.removeOwn')} />}
    </ConfirmDialog>
  );
}
