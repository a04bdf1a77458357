import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { EmptyHint, PageFrame } from '../ui/Frame';
import { SearchIcon } from '../ui/icons';
import { ProblemPanel } from '../ui/ProblemPanel';

/** A page that broke, or whose code could not be fetched (after an upgrade of the server a reload brings the new one). */
export function RouteProblem() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <PageFrame title={t('problem.pageTitle')}>
      <ProblemPanel error={error} onRetry={() => window.location.reload()} />
    </PageFrame>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('problem.notFoundTitle')}>
      <div className="m-card">
        <EmptyHint
          title={t('problem.notFoundHint')}
          body={t('problem.notFoundBody')}
          icon={SearchIcon}
          action={
            <Button component="a" href="/">
              {t('action.home')}
            </Button>
          }
        />
      </div>
    </PageFrame>
  );
}
