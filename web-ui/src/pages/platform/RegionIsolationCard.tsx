import { useTranslation } from 'react-i18next';
import type { Region } from '../../api/types';
import { FactList } from '../../ui/FactList';

/** How far the nodes of a region keep tenants apart, and what they do not enforce, summed up. */
export function RegionIsolationCard({ isolation: { given, notEnforced } }: Pick<Region, 'isolation'>) {
  const { t } = useTranslation();
  const lines = (all: { what: string; nodes: number }[]) => (
    <ul className="m-bullets">
      {all.map(({ what, nodes }) => (
        <li key={what}>{t('isolation.onNodes', { what, count: nodes })}</li>
      ))}
    </ul>
  );
  return (
    <section className="m-card" aria-labelledby="region-isolation" data-testid="region-isolation">
      <h2 id="region-isolation" className="m-card-title">
        {t('isolation.regionTitle')}
      </h2>
      <FactList
        facts={[
          [
            t('isolation.given'),
            lines(given.map((one) => ({ what: t(`isolation.level.${one.isolation}`), nodes: one.nodes }))),
          ],
          [
            t('isolation.lacks'),
            notEnforced.length === 0 ? (
              t('isolation.allEnforced')
            ) : (
              <div key="l">
                {lines(notEnforced)}
                <div className="m-hint">{t('isolation.lacksHelp')}</div>
              </div>
            ),
          ],
        ]}
      />
    </section>
  );
}
