import { Alert } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { InstallPreview, QuotaLine } from '../../api/types';
import { ApiError } from '../../api/client';
import { amounts, bytes } from '../../ui/format';
import { Skeletons } from '../../ui/Frame';
import { QuotaMeters } from '../../ui/Meter';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { ExplanationView } from '../instance/ExplanationView';

interface PreviewProps {
  preview: UseQueryResult<InstallPreview>;
  before: QuotaLine[] | undefined;
  /** Whether kept volumes are to be restored. */
  restores: boolean;
}

/** The server's answer to "what if": footprint, where each pod would go, and what it does to the quota. */
export function Preview({ preview, before, restores }: PreviewProps) {
  const { t } = useTranslation();
  if (preview.error) {
    const explanation = preview.error instanceof ApiError ? preview.error.problem.explanation : undefined;
    return (
      <div className="m-stack-small">
        <ProblemPanel
          error={preview.error}
          shownElsewhere={({ pointer }) => pointer === '/name' || pointer.startsWith('/options/')}
        />
        {explanation && <ExplanationView explanation={explanation} compact />}
      </div>
    );
  }
  if (!preview.data) return <Skeletons lines={4} label={t('install.asking')} />;
  const { footprint, placement, quota, restored } = preview.data;
  const over = quota.filter((line) => line.limit !== null && line.used > line.limit);
  return (
    <div
      className={preview.isFetching ? 'm-stack-small m-stale' : 'm-stack-small'}
      aria-live="polite"
      data-testid="preview"
    >
      <p>
        <strong>{t('pods.count', { count: footprint.pods })}</strong>
        <br />
        <span className="m-figures m-muted">{amounts(footprint)}</span>
      </p>
      {!placement.decided && (
        <Alert variant="warning" isInline component="h3" title={t('install.doesNotFit')}>
          {placement.summary}
        </Alert>
      )}
      <div>
        <h3 className="m-small-title">{t('install.where')}</h3>
        <ul className="m-rows m-rows-tight">
          {placement.pods.map((pod) => (
            <li key={pod.pod}>
              <div>
                <strong>{pod.pod}</strong>{' '}
                {pod.node === null
                  ? t('install.nowhere')
                  : `→ ${[pod.region, pod.zone, pod.node].filter(Boolean).join(' / ')}`}
                <div className="m-hint">
                  {pod.node === null ? (pod.nearestMiss ?? pod.reason) : pod.reason}
                </div>
              </div>
            </li>
          ))}
        </ul>
      </div>
      {restores && restored.length === 0 && (
        <Alert variant="warning" isInline isPlain component="p" title={t('install.restoresNothing')} />
      )}
      {restored.length > 0 && (
        <div>
          <h3 className="m-small-title">{t('install.restored')}</h3>
          <ul className="m-rows m-rows-tight" data-testid="restored">
            {restored.map((volume) => (
              <li key={volume.id}>
                {t('install.keptOf', {
                  volume: `${volume.pod}/${volume.path}`,
                  size: bytes(volume.sizeBytes),
                  node: volume.node,
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3 className="m-small-title">{t('install.quota')}</h3>
        {over.length > 0 && (
          <Alert
            variant="danger"
            isInline
            isPlain
            component="p"
            title={t('install.overQuota', {
              resources: over.map((line) => t(`resource.${line.resource}`)).join(', '),
            })}
          />
        )}
        <QuotaMeters quota={quota} {...(before ? { before } : {})} />
      </div>
    </div>
  );
}
