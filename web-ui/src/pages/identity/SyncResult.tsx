import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentitySyncResult } from '../../api/types';
import { RowsTable, type Column } from '../../ui/ListTable';

type Difference = IdentitySyncResult['differences'][number];
type Held = IdentitySyncResult['withheld'][number];

/** What one round changed or would change, and what it leaves with the reason. */
export function SyncResult({
  result,
  released,
  action,
}: {
  result: IdentitySyncResult;
  released: boolean;
  action: ReactNode;
}) {
  const { t } = useTranslation();
  const title = t(!result.dryRun ? 'identity.did' : released ? 'identity.wouldReleased' : 'identity.would');
  const changes: Column<Difference>[] = [
    { label: t('identity.change'), cell: (one) => <span className="m-break">{one.change}</span> },
    {
      label: t('identity.where'),
      width: 20,
      nowrap: true,
      cell: (one) => t(one.where === 'keycloak' ? 'identity.inKeycloak' : 'identity.inMeridian'),
    },
  ];
  const held: Column<Held>[] = [
    {
      label: t('identity.subject'),
      width: 25,
      cell: (one) => <span className="m-break">{one.subject}</span>,
    },
    { label: t('identity.why'), cell: (one) => one.reason },
  ];
  return (
    <div className="m-stack" data-testid="sync-result" aria-live="polite">
      <section aria-labelledby="sync-changes">
        <div className="m-card-head">
          <h2 id="sync-changes" className="m-section-title">
            {title}
          </h2>
          {action}
        </div>
        {result.differences.length === 0 ? (
          <p className="m-muted">{t('identity.nothing')}</p>
        ) : (
          <RowsTable
            label={title}
            columns={changes}
            rows={result.differences}
            keyOf={(one) => `${one.where} ${one.kind} ${one.change}`}
          />
        )}
      </section>
      {result.withheld.length > 0 && (
        <section aria-labelledby="sync-held">
          <h2 id="sync-held" className="m-section-title">
            {t('identity.held')}
          </h2>
          <RowsTable
            label={t('identity.held')}
            columns={held}
            rows={result.withheld}
            keyOf={(one) => `${one.subject} ${one.reason}`}
          />
        </section>
      )}
    </div>
  );
}
