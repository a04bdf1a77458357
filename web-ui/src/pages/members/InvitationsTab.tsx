import { Button, Label } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { invitationsQuery, paths } from '../../api/queries';
import type { Invitation } from '../../api/types';
import { useList } from '../../api/useList';
import { useReadAgain } from '../../api/useReadAgain';
import type { Scope } from '../../scope/scope';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyHint } from '../../ui/Frame';
import { MembersIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { roleName } from '../../ui/roleName';
import { When } from '../../ui/When';
import { scopeName } from './permissionGroups';

interface InvitationsTabProps {
  scope: Scope;
  mayRevoke: boolean;
  add: ReactNode;
}

const COLOURS = { PENDING: 'blue', ACCEPTED: 'green', EXPIRED: 'grey', REVOKED: 'grey' } as const;

/** Whom the tenant invited, and what became of it. */
export function InvitationsTab({ scope, mayRevoke, add }: InvitationsTabProps) {
  const { t } = useTranslation();
  const list = useList(invitationsQuery(scope));
  const readAgain = useReadAgain();
  const [revoked, setRevoked] = useState<Invitation | null>(null);
  const columns: Column<Invitation>[] = [
    {
      label: t('invitations.invited'),
      width: 25,
      cell: (one) => (
        <>
          <strong className="m-break">{one.email}</strong>
          <div className="m-hint">{t('invitations.by', { name: one.invitedBy })}</div>
        </>
      ),
    },
    {
      label: t('invitations.gives'),
      cell: (one) =>
        one.role === null ? (
          t('invitations.intoGroup', { group: one.group ?? '' })
        ) : (
          <>
            {roleName(t, one.role)}
            <div className="m-hint">
              {scopeName(t, one.scope ?? 'subtree', one.instance, scope.kind === 'platform')}
            </div>
          </>
        ),
    },
    {
      label: t('column.state'),
      cell: (one) => (
        <>
          <Label isCompact color={COLOURS[one.state]}>
            {t(`invitationState.${one.state}`)}
          </Label>
          {one.acceptedBy !== null && (
            <div className="m-hint">{t('invitations.takenBy', { name: one.acceptedBy })}</div>
          )}
          {one.revokedReason !== '' && <div className="m-hint">{one.revokedReason}</div>}
        </>
      ),
    },
    { label: t('invitations.expires'), cell: (one) => <When at={one.expiresAt} /> },
    ...(mayRevoke
      ? [
          {
            label: t('column.actions'),
            nowrap: true,
            cell: (one: Invitation) =>
              one.state === 'PENDING' && (
                <Button
                  variant="link"
                  isInline
                  isDanger
                  onClick={() => setRevoked(one)}
                  aria-label={t('invitations.revokeOf', { email: one.email })}
                >
                  {t('invitations.revoke')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <ListTable
        label={t('members.tabInvitations')}
        list={list}
        columns={columns}
        keyOf={(one) => one.id}
        testId="invitations"
        empty={
          <EmptyHint
            title={t('invitations.emptyTitle')}
            body={t('invitations.emptyBody')}
            icon={MembersIcon}
            action={add}
          />
        }
      />
      {revoked && (
        <ConfirmDialog
          danger
          title={t('invitations.revokeOf', { email: revoked.email })}
          description={t('invitations.revokeBody')}
          submit={t('invitations.revoke')}
          send={() => call(`${paths.invitations(scope)}/${revoked.id}`, { method: 'DELETE' })}
          onDone={() => readAgain('invitations')}
          onClose={() => setRevoked(null)}
        />
      )}
    </>
  );
}
