import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { ApiError } from '../api/client';
import { meQuery } from '../api/queries';
import { homeOf } from '../scope/nav';
import { PageFrame } from '../ui/Frame';
import { ProblemPanel } from '../ui/ProblemPanel';
import { Mark } from './Mark';
import { MeContext, useMe } from './useMe';
import { useViewChange } from './useViewChange';

export function signInLink(returnTo: string): string {
  return `/signin?returnTo=${encodeURIComponent(returnTo)}`;
}

/** Shows its children to a signed-in person, and the sign-in page to anybody else. */
export function RequireSignIn({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const location = useLocation();
  const me = useQuery({
    ...meQuery,
    refetchInterval: (query) => (query.state.status === 'error' ? 3000 : false),
  });

  useViewChange(me.data);

  if (me.error instanceof ApiError && me.error.status === 401) {
    return <Navigate to={signInLink(location.pathname + location.search)} replace />;
  }
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (me.error) {
    return (
      <main className="m-alone">
        <Mark size={48} />
        <ProblemPanel error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <main className="m-alone" aria-busy="true">
      <Mark size={48} />
      <p className="m-muted">{t('shell.opening')}</p>
    </main>
  );
}

/** `/`: the person's own first page. */
export function Home() {
  const { t } = useTranslation();
  const home = homeOf(useMe());
  if (home) return <Navigate to={home} replace />;
  return (
    <PageFrame title={t('shell.nothingTitle')} lead={t('shell.nothingBody')}>
      <Button variant="link" isInline component="a" href="/">
        {t('action.tryAgain')}
      </Button>
    </PageFrame>
  );
}
