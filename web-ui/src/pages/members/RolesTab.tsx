import { Button, Label, LabelGroup } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesQuery } from '../../api/queries';
import type { Role } from '../../api/types';
import { useList } from '../../api/useList';
import type { Scope } from '../../scope/scope';
import { EmptyHint } from '../../ui/Frame';
import { MembersIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { roleName } from '../../ui/roleName';
import { DeleteRoleDialog } from './DeleteRoleDialog';
import { grouped, permissionName } from './permissionGroups';

interface RolesTabProps {
  scope: Scope;
  mayChange: boolean;
  onChange: (role: Role) => void;
}

/** The roles that may be given here, with what each gives; those made here can be changed. */
export function RolesTab({ scope, mayChange, onChange }: RolesTabProps) {
  const { t } = useTranslation();
  const list = useList(rolesQuery(scope));
  const [deleted, setDeleted] = useState<Role | null>(null);
  const madeHere = (role: Role) =>
    !role.builtIn && role.tenantPath === (scope.kind === 'tenant' ? scope.path : null);
  const columns: Column<Role>[] = [
    {
      label: t('members.role'),
      width: 25,
      cell: (role) => (
        <>
          <strong className="m-break">{roleName(t, role.name)}</strong>
          {role.description !== '' && <div className="m-hint">{role.description}</div>}
        </>
      ),
    },
    {
      label: t('roles.from'),
      width: 15,
      cell: (role) =>
        role.builtIn
          ? t('roles.builtIn')
          : role.tenantPath === null
            ? t('roles.ownPlatform')
            : t('roles.own', { tenant: role.tenantPath }),
    },
    {
      label: t('roles.gives'),
      cell: (role) => (
        <LabelGroup
          numLabels={4}
          aria-label={t('roles.permissions')}
          collapsedText={t('list.andMore', { number: role.permissions.length - 4 })}
          expandedText={t('list.fewer')}
        >
          {grouped(role.permissions)
            .flatMap((group) => group.permissions)
            .map((permission) => (
              <Label key={permission} isCompact variant="outline" title={permissionName(t, permission)}>
                {permission}
              </Label>
            ))}
        </LabelGroup>
      ),
    },
  ];
  if (mayChange && list.rows?.some(madeHere)) {
    columns.push({
      label: t('column.actions'),
      nowrap: true,
      cell: (role) =>
        madeHere(role) && (
          <span className="m-actions">
            <Button
              variant="link"
              isInline
              onClick={() => onChange(role)}
              aria-label={t('roles.changeOf', { role: role.name })}
            >
              {t('roles.change')}
            </Button>{' '}
            <Button
              variant="link"
              isInline
              isDanger
              onClick={() => setDeleted(role)}
              aria-label={t('roles.deleteOf', { role: role.name })}
            >
              {t('roles.delete')}
            </Button>
          </span>
        ),
    });
  }
  return (
    <>
      <ListTable
        label={t('members.tabRoles')}
        list={list}
        columns={columns}
        keyOf={(role) => role.name}
        testId="roles"
        empty={<EmptyHint title={t('list.noMatch')} body={t('roles.createHelp')} icon={MembersIcon} />}
      />
      {deleted && <DeleteRoleDialog scope={scope} role={deleted} onClose={() => setDeleted(null)} />}
    </>
  );
}
