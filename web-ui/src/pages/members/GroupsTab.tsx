import { Button } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../api/queries';
import type { Group } from '../../api/types';
import { useList } from '../../api/useList';
import type { Scope } from '../../scope/scope';
import { EmptyHint } from '../../ui/Frame';
import { MembersIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';

interface GroupsTabProps {
  scope: Scope;
  add: ReactNode;
  onOpen: (group: string) => void;
}

/** The groups of the tenant. */
export function GroupsTab({ scope, add, onOpen }: GroupsTabProps) {
  const { t } = useTranslation();
  const list = useList(groupsQuery(scope));
  const columns: Column<Group>[] = [
    {
      label: t('groups.group'),
      cell: (group) => (
        <>
          <Button variant="link" isInline onClick={() => onOpen(group.name)}>
            <strong className="m-break">{group.displayName}</strong>
          </Button>
          {group.displayName !== group.name && <div className="m-hint">{group.name}</div>}
        </>
      ),
    },
    { label: t('groups.members'), cell: (group) => t('groups.count', { count: group.members }) },
  ];
  return (
    <ListTable
      label={t('members.tabGroups')}
      list={list}
      columns={columns}
      keyOf={(group) => group.id}
      testId="groups"
      empty={
        <EmptyHint
          title={t('groups.emptyTitle')}
          body={t('groups.emptyBody')}
          icon={MembersIcon}
          action={add}
        />
      }
    />
  );
}
