import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endOtherSessions, endSession } from '../../api/accounts';
import type { SignInSession } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

/** Asks, and ends one sign-in. The one of this page leads to the sign-in page. */
export function EndSessionDialog({ session, onClose }: { session: SignInSession; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={session.current ? t('sessions.endOwnTitle') : t('sessions.endTitle', { what: session.client })}
      description={t(session.current ? 'sessions.endOwnBody' : 'sessions.endBody')}
      submit={t('sessions.end')}
      send={() => endSession(session.id)}
      onDone={async () => {
        // Loaded anew: nothing that was read as this person stays in the page.
        if (session.current) {
          window.location.assign('/signin');
          return;
        }
        await client.invalidateQueries({ queryKey: ['sessions'] });
      }}
      onClose={onClose}
    />
  );
}

/** Asks, and ends every sign-in but the one of this page. */
export function EndOtherSessionsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('sessions.endOthersTitle')}
      description={t('sessions.endOthersBody')}
      submit={t('sessions.endOthers')}
      send={endOtherSessions}
      onDone={() => client.invalidateQueries({ queryKey: ['sessions'] })}
      onClose={onClose}
    />
  );
}
