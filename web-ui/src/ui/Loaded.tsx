import { Alert, AlertActionLink } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { time } from './format';
import { Skeletons } from './Frame';
import { PageProblem } from './ProblemPanel';

/**
 * What a query answered: skeletons until it first does, its error when it never did, and its last answer with
 * its date when reading it again failed.
 */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data === undefined) {
    return query.error ? (
      <PageProblem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeletons lines={lines} label={t('shell.loading')} />
    );
  }
  return (
    <>
      <StaleNote query={query} />
      {children(query.data)}
    </>
  );
}

/** Dates what is on screen when it could not be read again; nothing while it is up to date. */
export function StaleNote({ query }: { query: UseQueryResult }) {
  const { t } = useTranslation();
  if (!query.error || query.data === undefined) return null;
  return (
    <Alert
      variant="warning"
      isInline
      component="p"
      className="m-stale-note"
      title={t('list.stale', { at: time(new Date(query.dataUpdatedAt)) })}
      actionLinks={
        <AlertActionLink onClick={() => void query.refetch()}>{t('action.tryAgain')}</AlertActionLink>
      }
    >
      {query.error.message}
    </Alert>
  );
}
