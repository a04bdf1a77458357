import { Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Explanation, PodExplanation } from '../../api/types';
import { capital, share } from '../../ui/format';
import { funnelOf, withoutRule } from './funnel';
import { When } from '../../ui/When';

/** Why each pod is where it is, or nowhere: the nearest miss first, then the funnel of nodes, then the best candidates. */
export function ExplanationView({
  explanation,
  compact = false,
}: {
  explanation: Explanation & { first?: { at: string; summary: string } | null };
  compact?: boolean;
}) {
  const { t } = useTranslation();
  const Heading = compact ? 'h3' : 'h2';
  return (
    <div className="m-stack" data-testid="explanation">
      <p>
        {explanation.summary}{' '}
        <span className="m-muted">
          {t('explain.decided')} <When at={explanation.at} />
        </span>
      </p>
      {explanation.first && explanation.first.summary !== explanation.summary && (
        <p className="m-reason" data-testid="first-reason">
          <strong>{t('explain.first')}</strong> {explanation.first.summary}{' '}
          <span className="m-muted">
            <When at={explanation.first.at} />
          </span>
        </p>
      )}
      {explanation.pods.map((pod) => (
        <section key={pod.pod} className={compact ? 'm-plain' : 'm-card'} aria-label={pod.pod}>
          <div className="m-card-head">
            <Heading className="m-card-name">{pod.pod}</Heading>
            {pod.node === null ? (
              <Label color="red">{t('explain.notPlaced')}</Label>
            ) : (
              <Label color="green">{[pod.region, pod.zone, pod.node].filter(Boolean).join(' / ')}</Label>
            )}
          </div>
          {pod.nearestMiss && (
            <p className="m-reason">
              <strong>{t('explain.nearest')}</strong> {pod.nearestMiss}
            </p>
          )}
          <p>{capital(pod.reason)}</p>
          <Funnel pod={pod} />
          {pod.candidates.length > 0 && <Candidates pod={pod} />}
        </section>
      ))}
    </div>
  );
}

function Funnel({ pod }: { pod: PodExplanation }) {
  const { t } = useTranslation();
  const { rows, left } = funnelOf(pod);
  return (
    <ol className="m-funnel">
      <li>
        <span className="m-funnel-label">{t('explain.considered')}</span>
        <span className="m-funnel-bar" style={{ inlineSize: '100%' }} />
        <span className="m-figures">{t('explain.nodes', { count: pod.considered })}</span>
      </li>
      {rows.map((rule) => (
        <li key={rule.rule + rule.reason}>
          <span className="m-funnel-label">
            <strong>{rule.rule}</strong> {withoutRule(rule)}
            {rule.examples.length > 0 && (
              <span className="m-hint"> {t('explain.examples', { nodes: rule.examples.join(', ') })}</span>
            )}
          </span>
          <span
            className="m-funnel-bar"
            style={{ inlineSize: `${share(rule.left, pod.considered) * 100}%` }}
          ></span>
          <span className="m-figures">{t('explain.dropped', { count: rule.nodes })}</span>
        </li>
      ))}
      <li>
        <span className="m-funnel-label">
          <strong>{t('explain.left')}</strong>
        </span>
        <span
          className="m-funnel-bar m-funnel-end"
          style={{ inlineSize: `${share(left, pod.considered) * 100}%` }}
        />
        <span className="m-figures">{t('explain.nodes', { count: left })}</span>
      </li>
    </ol>
  );
}

function Candidates({ pod }: { pod: PodExplanation }) {
  const { t } = useTranslation();
  return (
    <details className="m-details">
      <summary>{t('explain.candidates', { count: pod.candidates.length })}</summary>
      <ul className="m-rows m-rows-tight">
        {pod.candidates.map((candidate) => (
          <li key={candidate.node}>
            <div>
              {[candidate.region, candidate.zone, candidate.node].join(' / ')}
              <div className="m-hint m-figures">
                {Object.entries(candidate.terms)
                  .map(([term, value]) => `${term} ${value.toFixed(2)}`)
                  .join(' · ')}
              </div>
            </div>
            <strong className="m-figures">{candidate.score.toFixed(2)}</strong>
          </li>
        ))}
      </ul>
    </details>
  );
}
