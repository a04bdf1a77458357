import {
  Button,
  Drawer,
  DrawerContent,
  DrawerContentBody,
  Tab,
  Tabs,
  TabTitleText,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Role } from '../../api/types';
import { useCan } from '../../shell/useCan';
import { useScope } from '../../shell/useScope';
import { PageFrame } from '../../ui/Frame';
import { AddMemberDialog } from './AddMemberDialog';
import { MembersTab } from './MembersTab';
import { RightsDrawer } from './RightsDrawer';
import { RoleDialog } from './RoleDialog';
import { RolesTab } from './RolesTab';

/** Who may do what in a tenant or on the platform, and the roles that say so. */
export function MembersPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'roles' ? 'roles' : 'members';
  const asked = tab === 'members' ? params.get('why') : null;
  const mayAdd = useCan(scope, 'member:write');
  const mayMake = useCan(scope, 'role:write');
  const [adding, setAdding] = useState(false);
  // The role that is changed, or one that is to be made.
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  const add = mayAdd && (
    <Button onClick={() => setAdding(true)} data-testid="add-member">
      {t('members.add')}
    </Button>
  );
  const make = mayMake && (
    <Button onClick={() => setEdited('new')} data-testid="add-role">
      {t('roles.create')}
    </Button>
  );
  const show = (next: Record<string, string>) => setParams(next, { replace: true });
  return (
    <PageFrame
      title={t('nav.members')}
      lead={scope.kind === 'platform' ? t('members.leadPlatform') : t('members.lead', { tenant: scope.path })}
      actions={tab === 'roles' ? make : add}
    >
      <Tabs
        id="members"
        activeKey={tab}
        onSelect={(_, key) => show(key === 'roles' ? { tab: 'roles' } : {})}
        aria-label={t('members.tabs')}
      >
        <Tab
          eventKey="members"
          tabContentId="members-part"
          data-testid="tab-members"
          title={<TabTitleText>{t('members.tabMembers')}</TabTitleText>}
        />
        <Tab
          eventKey="roles"
          tabContentId="members-part"
          data-testid="tab-roles"
          title={<TabTitleText>{t('members.tabRoles')}</TabTitleText>}
        />
      </Tabs>
      <div className="m-tab-body" id="members-part" role="tabpanel" aria-labelledby={`pf-tab-${tab}-members`}>
        {tab === 'roles' ? (
          <RolesTab scope={scope} mayChange={mayMake} onChange={setEdited} />
        ) : (
          <Drawer isExpanded={asked !== null} isInline={false} className="m-drawer">
            <DrawerContent
              panelContent={
                asked !== null && (
                  <RightsDrawer key={asked} scope={scope} username={asked} onClose={() => show({})} />
                )
              }
            >
              <DrawerContentBody>
                <MembersTab
                  scope={scope}
                  mayRemove={mayAdd}
                  add={add}
                  onWhy={(username) => show({ why: username })}
                />
              </DrawerContentBody>
            </DrawerContent>
          </Drawer>
        )}
      </div>
      {adding && <AddMemberDialog scope={scope} onClose={() => setAdding(false)} />}
      {edited !== null && (
        <RoleDialog scope={scope} role={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </PageFrame>
  );
}
