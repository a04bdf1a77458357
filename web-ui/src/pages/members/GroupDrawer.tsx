import { Button } from '@patternfly/react-core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { groupMembersQuery, groupQuery, paths } from '../../api/queries';
import type { Group, GroupMember } from '../../api/types';
import { useList } from '../../api/useList';
import { useReadAgain } from '../../api/useReadAgain';
import type { Scope } from '../../scope/scope';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ListTable } from '../../ui/ListTable';
import { Loaded } from '../../ui/Loaded';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { roleName } from '../../ui/roleName';
import { SidePanel } from '../../ui/SidePanel';
import { TextField } from '../../ui/TextField';
import { scopeName } from './permissionGroups';

interface GroupDrawerProps {
  scope: Scope;
  name: string;
  mayChange: boolean;
  onClose: () => void;
}

/** A group: what it is given, and who is in it. */
export function GroupDrawer({ scope, name, mayChange, onClose }: GroupDrawerProps) {
  const { t } = useTranslation();
  const group = useQuery(groupQuery(scope, name));
  const readAgain = useReadAgain();
  const [deleting, setDeleting] = useState(false);
  return (
    <SidePanel title={t('groups.title', { name })} onClose={onClose}>
      <div className="m-stack-small">
        <Loaded query={group}>
          {(data) => (
            <>
              <h3 className="m-small-title">{t('groups.roles')}</h3>
              <GroupRoles group={data} />
            </>
          )}
        </Loaded>
        <h3 className="m-small-title">{t('groups.members')}</h3>
        <GroupPeople scope={scope} name={name} mayChange={mayChange} />
        {mayChange && (
          <div>
            <Button variant="secondary" isDanger onClick={() => setDeleting(true)} data-testid="delete-group">
              {t('groups.delete')}
            </Button>
          </div>
        )}
        {deleting && group.data && (
          <ConfirmDialog
            danger
            title={t('groups.deleteOf', { name })}
            description={t('groups.deleteBody', { count: group.data.members })}
            submit={t('groups.delete')}
            send={() => call(paths.group(scope, name), { method: 'DELETE', ifMatch: group.data.etag })}
            onDone={() => {
              onClose();
              return readAgain('groups', 'members', 'invitations');
            }}
            onClose={() => setDeleting(false)}
          />
        )}
      </div>
    </SidePanel>
  );
}

function GroupRoles({ group }: { group: Group }) {
  const { t } = useTranslation();
  const roles = group.roles ?? [];
  if (roles.length === 0) return <p className="m-muted">{t('groups.noRoles')}</p>;
  return (
    <ul className="m-rows m-rows-tight" data-testid="group-roles">
      {roles.map((one) => (
        <li key={`${one.role} ${one.tenantPath} ${one.scope} ${one.instance}`}>
          <div>
            {roleName(t, one.role)}
            <div className="m-hint">
              {t('rights.givenAt', { place: one.tenantPath ?? t('rights.thePlatform') })} ·{' '}
              {scopeName(t, one.scope, one.instance, one.tenantPath === null)}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function GroupPeople({ scope, name, mayChange }: { scope: Scope; name: string; mayChange: boolean }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  const list = useList(groupMembersQuery(scope, name));
  const [username, setUsername] = useState('');
  const [removed, setRemoved] = useState<GroupMember | null>(null);
  const place = (who: string) => `${paths.group(scope, name)}/members/${encodeURIComponent(who)}`;
  const add = useMutation({
    mutationFn: () => call(place(username), { method: 'PUT' }),
    onSuccess: async () => {
      setUsername('');
      await readAgain('groups', 'me');
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (username !== '' && !add.isPending) add.mutate();
  };
  return (
    <>
      {mayChange && (
        <form onSubmit={submit} className="m-stack-small">
          <TextField
            label={t('members.username')}
            help={t('groups.addHelp')}
            value={username}
            onChange={setUsername}
            testId="group-member"
          />
          {add.error && <ProblemPanel error={add.error} />}
          <div>
            <Button type="submit" variant="secondary" isDisabled={username === '' || add.isPending}>
              {t('groups.addMember')}
            </Button>
          </div>
        </form>
      )}
      <ListTable
        label={t('groups.members')}
        list={list}
        columns={[
          {
            label: t('members.person'),
            cell: (member: GroupMember) => (
              <>
                <strong className="m-break">{member.displayName}</strong>
                {member.displayName !== member.username && <div className="m-hint">{member.username}</div>}
              </>
            ),
          },
          ...(mayChange
            ? [
                {
                  label: t('column.actions'),
                  nowrap: true,
                  cell: (member: GroupMember) => (
                    <Button
                      variant="link"
                      isInline
                      isDanger
                      onClick={() => setRemoved(member)}
                      aria-label={t('groups.removeMemberOf', { name: member.username })}
                    >
                      {t('members.remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        keyOf={(member) => member.id}
        testId="group-members"
        empty={<p className="m-muted">{t('groups.noMembers')}</p>}
      />
      {removed && (
        <ConfirmDialog
          danger
          title={t('groups.removeMemberOf', { name: removed.username })}
          description={t('groups.removeMemberBody')}
          submit={t('members.remove')}
          send={() => call(place(removed.username), { method: 'DELETE' })}
          onDone={() => readAgain('groups', 'me')}
          onClose={() => setRemoved(null)}
        />
      )}
    </>
  );
}
