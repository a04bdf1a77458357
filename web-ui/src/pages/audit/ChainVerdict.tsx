import { Alert, List, ListItem } from '@patternfly/react-core';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../../api/client';
import { paths } from '../../api/queries';
import type { AuditCheck } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { Copyable } from '../../ui/Copyable';
import { ProblemPanel } from '../../ui/ProblemPanel';

type Check = UseMutationResult<AuditCheck, Error, void>;

/** Lets the server check the whole chain, when asked. */
export function useChainCheck(scope: Scope): Check {
  return useMutation({ mutationFn: () => get<AuditCheck>(`${paths.audit(scope)}/verify`) });
}

/** What the check found; nothing before it was asked for. */
export function ChainVerdict({ check }: { check: Check }) {
  const { t } = useTranslation();
  if (check.isPending) {
    return <Alert isInline variant="info" component="p" title={t('audit.verifying')} className="m-note" />;
  }
  if (check.error) return <ProblemPanel error={check.error} onRetry={() => check.mutate()} />;
  if (!check.data) return null;
  const { intact, entries, pending, anchors, head, verdicts } = check.data;
  return (
    <Alert
      isInline
      isLiveRegion
      component="h2"
      variant={intact ? 'success' : 'danger'}
      title={t(intact ? 'audit.intact' : 'audit.broken')}
      className="m-note"
      data-testid="chain-verdict"
    >
      <p>{t('audit.counts', { entries, pending, anchors })}</p>
      {verdicts.length > 0 && (
        <List>
          {verdicts.map((verdict) => (
            <ListItem key={`${verdict.kind} ${verdict.position} ${verdict.message}`}>
              <strong>{verdict.kind}</strong> {verdict.message}
            </ListItem>
          ))}
        </List>
      )}
      {intact && head && (
        <p>
          {t('audit.head')}{' '}
          <Copyable text={`${head.position}:${head.hash}`} label={t('audit.head')} shorten />{' '}
          <span className="m-hint">{t('audit.headNote')}</span>
        </p>
      )}
    </Alert>
  );
}
