import { Alert, AlertActionLink, Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import type { FieldError } from '../api/types';
import { Copyable } from './Copyable';

interface ProblemPanelProps {
  error: unknown;
  onRetry?: () => void;
  /** Field errors that are shown at their own field already. */
  shownElsewhere?: (error: FieldError) => boolean;
}

/** An error in full: what, why, what to do, the fields, and the trace id for whoever looks after the platform. */
export function ProblemPanel({ error, onRetry, shownElsewhere }: ProblemPanelProps) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : null;
  const title = problem?.title ?? t('problem.unexpected');
  const detail = problem?.detail ?? (error instanceof Error ? error.message : String(error));
  const fields = (problem?.errors ?? []).filter((one) => !shownElsewhere?.(one));
  return (
    <Alert
      variant="danger"
      isInline
      title={title}
      component="h2"
      data-testid="problem"
      actionLinks={onRetry && <AlertActionLink onClick={onRetry}>{t('action.tryAgain')}</AlertActionLink>}
    >
      {detail !== title && <p>{detail}</p>}
      {fields.length > 0 && (
        <ul className="m-problem-fields">
          {fields.map((one) => (
            <li key={one.pointer + one.message}>
              {one.pointer !== '' && <code>{one.pointer}</code>} {one.message}
            </li>
          ))}
        </ul>
      )}
      {problem?.traceId && (
        <p className="m-hint">
          {t('problem.trace')} <Copyable text={problem.traceId} label={t('problem.traceLabel')} />
        </p>
      )}
    </Alert>
  );
}

/** Replaces a whole page that could not be read. */
export function PageProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className="m-page-problem">
      <ProblemPanel error={error} {...(missing ? {} : { onRetry })} />
      {missing && (
        <Button variant="link" isInline component="a" href="/">
          {t('action.home')}
        </Button>
      )}
    </div>
  );
}
