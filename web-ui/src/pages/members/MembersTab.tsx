import { Button } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { membersQuery } from '../../api/queries';
import type { Member } from '../../api/types';
import { useList } from '../../api/useList';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { Beside } from '../../ui/Beside';
import { EmptyHint } from '../../ui/Frame';
import { MembersIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { roleName } from '../../ui/roleName';
import { StateLabel } from '../../ui/StateLabel';
import { AccountButtons, AccountMenu, accountVerbs } from './AccountActions';
import { scopeName } from './permissionGroups';
import { RemoveMemberDialog } from './RemoveMemberDialog';
import { RightsDrawer } from './RightsDrawer';

interface MembersTabProps {
  scope: Scope;
  mayRemove: boolean;
  add: ReactNode;
  /** Whose rights are shown beside the list. */
  asked: string | null;
  onAsk: (username: string | null) => void;
}

/** The members: a line for each role that somebody has here. */
export function MembersTab({ scope, mayRemove, add, asked, onAsk }: MembersTabProps) {
  const { t } = useTranslation();
  const me = useMe();
  const list = useList(membersQuery(scope));
  const [removed, setRemoved] = useState<Member | null>(null);
  // A link may ask for somebody who is not on this page of the list: then there are the rights alone.
  const shown = list.rows?.find((member) => member.username === asked && member.kind !== 'group');
  const columns: Column<Member>[] = [
    {
      label: t('members.person'),
      width: 25,
      cell: (member) => (
        <>
          <strong className="m-break">{member.displayName}</strong>
          {member.id === me.id && <span className="m-muted"> ({t('members.you')})</span>}
          {member.kind === 'group' && <span className="m-muted"> ({t('members.isGroup')})</span>}
          {member.displayName !== member.username && <div className="m-hint">{member.username}</div>}
        </>
      ),
    },
    { label: t('members.role'), cell: (member) => roleName(t, member.role) },
    {
      label: t('members.countsFor'),
      cell: (member) => scopeName(t, member.scope, member.instance, scope.kind === 'platform'),
    },
    {
      label: t('column.state'),
      cell: (member) => <StateLabel state={member.disabled ? 'DISABLED' : 'ACTIVE'} compact />,
    },
    {
      label: t('column.actions'),
      nowrap: true,
      cell: (member) => (
        <span className="m-actions">
          {member.kind !== 'group' && (
            <Button
              variant="link"
              isInline
              onClick={() => onAsk(member.username)}
              aria-label={t('members.whyOf', { name: member.username })}
            >
              {t('members.why')}
            </Button>
          )}{' '}
          {mayRemove && (
            <Button
              variant="link"
              isInline
              isDanger
              onClick={() => setRemoved(member)}
              aria-label={t('members.removeOf', { role: roleName(t, member.role), name: member.username })}
            >
              {t('members.remove')}
            </Button>
          )}
          <Verbs member={member} as={AccountMenu} />
        </span>
      ),
    },
  ];
  return (
    <Beside
      panel={
        asked !== null && (
          <RightsDrawer key={asked} scope={scope} username={asked} onClose={() => onAsk(null)}>
            {shown && <Verbs member={shown} as={AccountButtons} />}
          </RightsDrawer>
        )
      }
    >
      <ListTable
        label={t('members.tabMembers')}
        list={list}
        columns={columns}
        keyOf={(member) => `${member.id} ${member.role} ${member.scope} ${member.instance ?? ''}`}
        testId="members"
        empty={
          <EmptyHint
            title={t('members.emptyTitle')}
            body={t('members.emptyBody')}
            icon={MembersIcon}
            action={add}
          />
        }
      />
      {removed && <RemoveMemberDialog scope={scope} member={removed} onClose={() => setRemoved(null)} />}
    </Beside>
  );
}

/** What may be done to the account itself, if anything. */
function Verbs({ member, as: Shown }: { member: Member; as: typeof AccountMenu | typeof AccountButtons }) {
  const verbs = accountVerbs(useMe(), member);
  return verbs.length > 0 && <Shown member={member} verbs={verbs} />;
}
