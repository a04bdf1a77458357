import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { platformOverviewQuery } from '../../api/queries';
import type { InstanceState, PlatformOverview, Provider, Region } from '../../api/types';
import { AttentionList } from '../../ui/AttentionList';
import { Figure } from '../../ui/Figure';
import { count } from '../../ui/format';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { RegionsIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { CapacityMeters } from '../../ui/Meter';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';

export function PlatformOverviewPage() {
  const { t } = useTranslation();
  const overview = useQuery(platformOverviewQuery);
  return (
    <PageFrame title={t('platformOverview.title')} lead={t('platformOverview.lead')}>
      <Loaded query={overview} lines={6}>
        {(data) => <Overview overview={data} />}
      </Loaded>
    </PageFrame>
  );
}

function Overview({ overview }: { overview: PlatformOverview }) {
  const { t } = useTranslation();
  const ready = overview.regions.filter((region) => region.state === 'READY').length;
  const pods = overview.regions.reduce((sum, region) => sum + region.pods, 0);
  return (
    <div className="m-stack">
      <AttentionList items={overview.attention} />
      <div className="m-grid-figures">
        <Figure
          value={count(overview.regions.length)}
          label={t('nav.regions')}
          hint={t('platformOverview.ready', { number: ready })}
          to="/platform/regions"
        />
        <Figure
          value={count(overview.nodes.total)}
          label={t('nav.nodes')}
          hint={t('platformOverview.ready', { number: overview.nodes.ready })}
          to="/platform/nodes"
        />
        <Figure
          value={count(overview.instances.total)}
          label={t('nav.services')}
          hint={<States byState={overview.instances.byState} />}
          to="/platform/services"
        />
        <Figure value={count(pods)} label={t('pods.title')} hint={t('platformOverview.podsHint')} />
      </div>
      <section className="m-card" aria-labelledby="capacity">
        <h2 id="capacity" className="m-card-title">
          {t('platformOverview.capacity')}
        </h2>
        <CapacityMeters allocated={overview.allocated} capacity={overview.capacity} />
      </section>
      <Fleet regions={overview.regions} />
    </div>
  );
}

function States({ byState }: { byState: Partial<Record<InstanceState, number>> }) {
  const { t } = useTranslation();
  const parts = (Object.entries(byState) as [InstanceState, number][])
    .filter(([, number]) => number > 0)
    .map(([state, number]) =>
      t('platformOverview.inState', { number, state: t(`state.${state}`).toLowerCase() }),
    );
  return <>{parts.join(', ')}</>;
}

function Fleet({ regions }: { regions: Region[] }) {
  const { t } = useTranslation();
  if (regions.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint
          title={t('regions.emptyTitle')}
          body={t('regions.emptyBody')}
          icon={RegionsIcon}
          action={
            <Button component={(props) => <Link {...props} to="/platform/regions" />}>
              {t('regions.add')}
            </Button>
          }
        />
      </div>
    );
  }
  const providers = [...new Set(regions.map((region) => region.provider))] satisfies Provider[];
  return (
    <div className="m-fleet">
      {providers
        .map((provider) => ({ provider, here: regions.filter((region) => region.provider === provider) }))
        .map(({ provider, here }) => (
          <section
            key={provider}
            style={{ flexGrow: here.length, flexBasis: `${here.length * 20}rem` }}
            aria-labelledby={`provider-${provider}`}
          >
            <h2 id={`provider-${provider}`} className="m-section-title">
              {t(`provider.${provider}`)}
            </h2>
            <div className="m-grid-cards">
              {here.map((region) => (
                <RegionCard key={region.id} region={region} />
              ))}
            </div>
          </section>
        ))}
    </div>
  );
}

/** `level` is the heading's: below a provider's h2, or right below the page's title. */
export function RegionCard({ region, level: Heading = 'h3' }: { region: Region; level?: 'h2' | 'h3' }) {
  return (
    <article className="m-card" data-testid={`region-${region.name}`}>
      <div className="m-card-head">
        <Heading className="m-card-name">
          <Link to={`/platform/regions/${region.name}`}>{region.displayName || region.name}</Link>
        </Heading>
        <StateLabel state={region.state} compact />
      </div>
      {region.state !== 'READY' && region.stateReason !== '' && (
        <p className={region.state === 'EMPTY' ? 'm-reason m-reason-calm' : 'm-reason'}>
          {region.stateReason}
        </p>
      )}
      {region.nodes > 0 && <RegionFigures region={region} />}
    </article>
  );
}

function RegionFigures({ region }: { region: Region }) {
  const { t } = useTranslation();
  return (
    <>
      <CapacityMeters allocated={region.allocated} capacity={region.capacity} compact />
      <p className="m-facts">
        <span>{t('regions.nodesOf', { ready: region.nodesReady, total: region.nodes })}</span>
        <span>{t('regions.zonesCount', { count: region.zones.length })}</span>
        <span>{t('pods.count', { count: region.pods })}</span>
        <span>
          {t('regions.seen')} <When at={region.lastSeenAt} />
        </span>
      </p>
    </>
  );
}
