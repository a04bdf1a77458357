import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { tenantOverviewQuery } from '../../api/queries';
import type { Instance, TenantOverview } from '../../api/types';
import { instanceLink, scopeRoot, type Scope } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useTenantPath } from '../../shell/useScope';
import { AttentionList } from '../../ui/AttentionList';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { ServicesIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { QuotaMeters } from '../../ui/Meter';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';

export function TenantOverviewPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const scope: Scope = { kind: 'tenant', path };
  const overview = useQuery(tenantOverviewQuery(path));
  const mayInstall = useCan(scope, 'instance:write');
  const toCatalog = mayInstall && (
    <Button component={(props) => <Link {...props} to={`${scopeRoot(scope)}/catalog`} />}>
      {t('services.install')}
    </Button>
  );
  return (
    <PageFrame title={path} lead={t('tenantOverview.lead')} actions={toCatalog}>
      <Loaded query={overview} lines={6}>
        {(data) => <Overview overview={data} scope={scope} action={toCatalog} />}
      </Loaded>
    </PageFrame>
  );
}

function Overview({
  overview,
  scope,
  action,
}: {
  overview: TenantOverview;
  scope: Scope;
  action: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="m-stack">
      <AttentionList items={overview.attention} />
      <div className="m-columns">
        <section className="m-card" aria-labelledby="newest">
          <div className="m-card-head">
            <h2 id="newest" className="m-card-title">
              {t('nav.services')}
            </h2>
            <Link to={`${scopeRoot(scope)}/services`}>{t('action.showAll')}</Link>
          </div>
          {overview.instances.length === 0 ? (
            <EmptyHint
              title={t('services.emptyTitle')}
              body={t('services.emptyBody')}
              icon={ServicesIcon}
              action={action}
            />
          ) : (
            <ul className="m-rows">
              {overview.instances.map((instance) => (
                <ServiceRow key={instance.id} instance={instance} />
              ))}
            </ul>
          )}
        </section>
        <section className="m-card" aria-labelledby="quota">
          <h2 id="quota" className="m-card-title">
            {t('nav.quota')}
          </h2>
          <QuotaMeters quota={overview.quota} />
        </section>
      </div>
    </div>
  );
}

function ServiceRow({ instance }: { instance: Instance }) {
  const { t } = useTranslation();
  return (
    <li>
      <div>
        <Link to={instanceLink(instance.tenant.path, instance.name)}>
          <strong>{instance.name}</strong>
        </Link>{' '}
        <span className="m-muted">{`${instance.package} ${instance.packageVersion}`}</span>
        <div>{instance.status}</div>
        <div className="m-hint">
          {t('services.since')} <When at={instance.since} /> ·{' '}
          {t('services.ready', { ready: instance.pods.ready, total: instance.pods.total })}
        </div>
      </div>
      <StateLabel state={instance.state} compact />
    </li>
  );
}
