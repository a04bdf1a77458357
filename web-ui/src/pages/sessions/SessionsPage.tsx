import { Button, Label } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionsQuery } from '../../api/queries';
import type { SignInSession } from '../../api/types';
import { useList } from '../../api/useList';
import { absolute } from '../../ui/format';
import { SessionsIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { When } from '../../ui/When';
import { EndOtherSessionsDialog, EndSessionDialog } from './EndSessionDialogs';
import { SecondFactorSection } from './SecondFactorSection';

/** One's own sign-ins, and the way to end them. */
export function SessionsPage() {
  const { t } = useTranslation();
  const sessions = useList(sessionsQuery);
  const [ended, setEnded] = useState<SignInSession | 'others' | null>(null);
  const close = () => setEnded(null);
  const columns: Column<SignInSession>[] = [
    {
      label: t('sessions.kind'),
      cell: (session) => (
        <div>
          <strong>{t(`sessions.${session.kind}`)}</strong>{' '}
          {session.current && (
            <Label isCompact color="green">
              {t('sessions.current')}
            </Label>
          )}
          <div className="m-hint">{session.client}</div>
        </div>
      ),
    },
    { label: t('sessions.address'), cell: (session) => <code>{session.address ?? '–'}</code> },
    {
      label: t('sessions.userAgent'),
      width: 35,
      cell: (session) => <span className="m-break">{session.userAgent ?? '–'}</span>,
    },
    { label: t('column.created'), cell: (session) => <When at={session.createdAt} /> },
    { label: t('sessions.used'), cell: (session) => <When at={session.lastUsedAt} /> },
    {
      label: t('column.actions'),
      nowrap: true,
      cell: (session) => (
        <Button
          variant="link"
          isInline
          isDanger
          onClick={() => setEnded(session)}
          aria-label={t('sessions.endOf', {
            what: session.client,
            at: absolute(new Date(session.createdAt)),
          })}
        >
          {t('sessions.end')}
        </Button>
      ),
    },
  ];
  const others = sessions.page > 1 || sessions.rows?.some((session) => !session.current) === true;
  return (
    <ListPage
      title={t('sessions.title')}
      lead={t('sessions.lead')}
      actions={
        others && (
          <Button variant="secondary" onClick={() => setEnded('others')} data-testid="end-others">
            {t('sessions.endOthers')}
          </Button>
        )
      }
      above={<SecondFactorSection />}
      list={sessions}
      columns={columns}
      keyOf={(session) => session.id}
      testId="sessions"
      empty={{ title: t('sessions.emptyTitle'), body: t('sessions.emptyBody'), icon: SessionsIcon }}
    >
      {ended === 'others' && <EndOtherSessionsDialog onClose={close} />}
      {ended !== null && ended !== 'others' && <EndSessionDialog session={ended} onClose={close} />}
    </ListPage>
  );
}
