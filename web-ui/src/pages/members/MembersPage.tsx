import { Button, Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Role } from '../../api/types';
import { useCan } from '../../shell/useCan';
import { useScope } from '../../shell/useScope';
import { Beside } from '../../ui/Beside';
import { PageFrame } from '../../ui/Frame';
import { AddMemberDialog } from './AddMemberDialog';
import { CreateGroupDialog } from './CreateGroupDialog';
import { GroupDrawer } from './GroupDrawer';
import { GroupsTab } from './GroupsTab';
import { InvitationsTab } from './InvitationsTab';
import { InviteDialog } from './InviteDialog';
import { MembersTab } from './MembersTab';
import { RoleDialog } from './RoleDialog';
import { RolesTab } from './RolesTab';

const TABS = ['members', 'groups', 'invitations', 'roles'] as const;
const TITLES = {
  members: 'members.tabMembers',
  groups: 'members.tabGroups',
  invitations: 'members.tabInvitations',
  roles: 'members.tabRoles',
} as const;

type Making = 'member' | 'group' | 'invitation';

/** Who may do what in a tenant or on the platform, by themselves and by groups, and the roles that say so. */
export function MembersPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get('tab')) ?? 'members';
  const asked = tab === 'members' ? params.get('why') : null;
  const group = tab === 'groups' ? params.get('group') : null;
  const mayAdd = useCan(scope, 'member:write');
  const mayMake = useCan(scope, 'role:write');
  const [making, setMaking] = useState<Making | null>(null);
  // The role that is changed, or one that is to be made.
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  const button = (label: string, testId: string, onClick: () => void) => (
    <Button onClick={onClick} data-testid={testId}>
      {label}
    </Button>
  );
  const actions: Record<(typeof TABS)[number], ReactNode> = {
    members: mayAdd && button(t('members.add'), 'add-member', () => setMaking('member')),
    groups: mayAdd && button(t('groups.create'), 'add-group', () => setMaking('group')),
    invitations: mayAdd && button(t('invitations.invite'), 'add-invitation', () => setMaking('invitation')),
    roles: mayMake && button(t('roles.create'), 'add-role', () => setEdited('new')),
  };
  const show = (next: Record<string, string>) => setParams(next, { replace: true });
  const openGroup = (name: string) => show({ tab: 'groups', group: name });
  const close = () => setMaking(null);
  return (
    <PageFrame
      title={t('nav.members')}
      lead={scope.kind === 'platform' ? t('members.leadPlatform') : t('members.lead', { tenant: scope.path })}
      actions={actions[tab]}
    >
      <Tabs
        id="members"
        activeKey={tab}
        onSelect={(_, key) => show(key === 'members' ? {} : { tab: String(key) })}
        aria-label={t('members.tabs')}
      >
        {TABS.map((one) => (
          <Tab
            key={one}
            eventKey={one}
            tabContentId="members-part"
            data-testid={`tab-${one}`}
            title={<TabTitleText>{t(TITLES[one])}</TabTitleText>}
          />
        ))}
      </Tabs>
      <div className="m-tab-body" id="members-part" role="tabpanel" aria-labelledby={`pf-tab-${tab}-members`}>
        {tab === 'roles' && <RolesTab scope={scope} mayChange={mayMake} onChange={setEdited} />}
        {tab === 'invitations' && (
          <InvitationsTab scope={scope} mayRevoke={mayAdd} add={actions.invitations} />
        )}
        {tab === 'groups' && (
          <Beside
            panel={
              group !== null && (
                <GroupDrawer
                  key={group}
                  scope={scope}
                  name={group}
                  mayChange={mayAdd}
                  onClose={() => show({ tab: 'groups' })}
                />
              )
            }
          >
            <GroupsTab scope={scope} add={actions.groups} onOpen={openGroup} />
          </Beside>
        )}
        {tab === 'members' && (
          <MembersTab
            scope={scope}
            mayRemove={mayAdd}
            add={actions.members}
            asked={asked}
            onAsk={(username) => show(username === null ? {} : { why: username })}
          />
        )}
      </div>
      {making === 'member' && <AddMemberDialog scope={scope} onClose={close} />}
      {making === 'group' && <CreateGroupDialog scope={scope} onMade={openGroup} onClose={close} />}
      {making === 'invitation' && <InviteDialog scope={scope} onClose={close} />}
      {edited !== null && (
        <RoleDialog scope={scope} role={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </PageFrame>
  );
}
