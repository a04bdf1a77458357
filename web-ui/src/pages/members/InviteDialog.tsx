import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { groupChoicesQuery, paths } from '../../api/queries';
import type { Invitation } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { ShownOnce } from '../../ui/ShownOnce';
import { ChoiceField, TextField } from '../../ui/TextField';
import { instantOf } from '../usage/period';
import { RoleGiftFields } from './RoleGiftFields';
import { useRoleGift } from './useRoleGift';

const AT_FIELDS = ['/email', '/role', '/scope', '/instance', '/group', '/expiresAt'];

/** Invites somebody: the link is shown this once, for there is nobody else who could send it. */
export function InviteDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [into, setInto] = useState<'role' | 'group'>('role');
  const [group, setGroup] = useState('');
  const [expires, setExpires] = useState('');
  const gift = useRoleGift(scope, true);
  const groups = useQuery({ ...groupChoicesQuery(scope), enabled: into === 'group' });
  const invite = useMutation({
    mutationFn: async () =>
      (
        await call<Invitation>(paths.invitations(scope), {
          method: 'POST',
          idempotencyKey: newKey(),
          body: {
            email,
            ...(into === 'group' ? { group } : gift.body),
            ...(expires !== '' ? { expiresAt: instantOf(expires) } : {}),
          },
        })
      ).value,
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations'] }),
    // A link that was made is not kept beyond this dialog.
    gcTime: 0,
  });
  if (invite.data?.link)
    return (
      <ShownOnce
        title={t('invitations.madeTitle', { email: invite.data.email })}
        description={t('invitations.madeBody')}
        values={[{ label: t('invitations.link'), value: invite.data.link, testId: 'invitation-link' }]}
        onClose={onClose}
      />
    );
  const refused = invite.error instanceof ApiError ? errorsUnder(invite.error.problem.errors, '') : {};
  return (
    <FormDialog
      title={t('invitations.invite')}
      description={t('invitations.inviteHelp')}
      submit={t('invitations.invite')}
      busy={invite.isPending}
      disabled={email === '' || (into === 'group' ? group === '' : !gift.ready)}
      error={invite.error ?? gift.error ?? groups.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => invite.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('invitations.email')}
        help={t('invitations.emailHelp')}
        value={email}
        onChange={setEmail}
        error={refused['/email']}
        required
        testId="invitation-email"
      />
      <ChoiceField
        label={t('invitations.gives')}
        value={into}
        onChange={setInto}
        choices={[
          { value: 'role', label: t('members.role') },
          { value: 'group', label: t('invitations.aPlaceInAGroup') },
        ]}
        testId="invitation-gives"
      />
      {into === 'group' ? (
        <ChoiceField
          label={t('groups.group')}
          value={group}
          onChange={setGroup}
          choices={[
            { value: '', label: t('groups.choose') },
            ...(groups.data ?? []).map((one) => ({ value: one.name, label: one.displayName })),
          ]}
          error={refused['/group']}
          testId="invitation-group"
        />
      ) : (
        <RoleGiftFields gift={gift} refused={refused} testId="invitation" />
      )}
      <TextField
        label={t('invitations.expires')}
        help={t('invitations.expiresHelp')}
        type="date"
        value={expires}
        onChange={setExpires}
        error={refused['/expiresAt']}
        testId="invitation-expires"
      />
    </FormDialog>
  );
}
