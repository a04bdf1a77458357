import { Alert, Tab, TabTitleText, Tabs } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { instanceQuery } from '../../api/queries';
import type { Instance, Permission } from '../../api/types';
import { can } from '../../scope/permissions';
import { instanceLink, scopeRoot, type Scope } from '../../scope/scope';
import { useFreeze } from '../../shell/useFreeze';
import { useMe } from '../../shell/useMe';
import { useParam, useTenantPath } from '../../shell/useScope';
import { PageFrame, Skeletons } from '../../ui/Frame';
import { Loaded } from '../../ui/Loaded';
import { StateLabel, toneOf } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { InstanceOverview } from './InstanceOverview';
import { PlansTab } from './PlansTab';

export interface TabProps {
  instance: Instance;
}

const TABS = [
  ['overview', 'instance:read', InstanceOverview],
  ['plans', 'instance:read', PlansTab],
  ['pods', 'instance:read', lazy(() => import('./PodsTab').then((m) => ({ default: m.PodsTab })))],
  [
    'endpoints',
    'instance:read',
    lazy(() => import('./EndpointsTab').then((m) => ({ default: m.EndpointsTab }))),
  ],
  [
    'configuration',
    'instance:read',
    lazy(() => import('./ConfigurationTab').then((m) => ({ default: m.ConfigurationTab }))),
  ],
  ['explain', 'instance:read', lazy(() => import('./ExplainTab').then((m) => ({ default: m.ExplainTab })))],
  ['logs', 'log:read', lazy(() => import('./LogsTab').then((m) => ({ default: m.LogsTab })))],
  [
    'volumes',
    'volume:read',
    lazy(() => import('./InstanceVolumesTab').then((m) => ({ default: m.InstanceVolumesTab }))),
  ],
  ['danger', 'instance:write', lazy(() => import('./DangerTab').then((m) => ({ default: m.DangerTab })))],
] as const satisfies [string, Permission, ComponentType<TabProps>][];

const ALERTS = {
  good: 'success',
  moving: 'info',
  waiting: 'info',
  warning: 'warning',
  bad: 'danger',
  off: 'info',
} as const;

export function InstancePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const path = useTenantPath();
  const name = useParam('name');
  const scope: Scope = { kind: 'tenant', path };
  const found = useQuery(instanceQuery(path, name));
  const frozen = useFreeze(scope)?.path ?? null;
  const shown = TABS.filter(([, permission]) => can(me, scope, permission, frozen));
  const tab = useParam('tab') || 'overview';
  const current = shown.find(([id]) => id === tab);
  const Current = current?.[2];
  const instance = found.data;
  const isHere = instance !== undefined;
  useEffect(() => {
    // Where there is no room for all tabs, the one that is open is among those in sight.
    document.querySelector('.m-tabs .pf-m-current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab, isHere]);
  return (
    <PageFrame
      title={name}
      crumbs={[{ to: `${scopeRoot(scope)}/services`, label: t('nav.services') }]}
      beside={instance && <StateLabel state={instance.state} />}
      lead={
        instance && (
          <p className="m-facts">
            <span>{`${instance.package} ${instance.packageVersion}`}</span>
            <span>{instance.tenant.path}</span>
            <span>{t('services.ready', { ready: instance.pods.ready, total: instance.pods.total })}</span>
            <span>
              {t('instance.installed')} <When at={instance.createdAt} />
              {instance.createdBy && ` ${t('instance.by', { who: instance.createdBy })}`}
            </span>
          </p>
        )
      }
    >
      <Loaded query={found} lines={6}>
        {(instance) => (
          <>
            <Alert
              variant={ALERTS[toneOf(instance.state)]}
              isInline
              component="p"
              title={instance.status}
              className="m-status"
              data-testid="status"
            >
              {t('services.since')} <When at={instance.since} />
            </Alert>
            <Tabs
              id="service"
              activeKey={tab}
              onSelect={(_, key) => void navigate(instanceLink(path, name, String(key)), { replace: true })}
              aria-label={t('instance.tabs')}
              className="m-tabs"
            >
              {shown.map(([id]) => (
                <Tab
                  key={id}
                  eventKey={id}
                  tabContentId="service-part"
                  title={<TabTitleText>{t(`instance.tab.${id}`)}</TabTitleText>}
                  data-testid={`tab-${id}`}
                />
              ))}
            </Tabs>
            <div
              className="m-tab-body"
              id="service-part"
              role="tabpanel"
              aria-labelledby={`pf-tab-${tab}-service`}
            >
              <Suspense fallback={<Skeletons label={t('shell.loading')} />}>
                {Current ? <Current instance={instance} /> : <p>{t('problem.notFoundHint')}</p>}
              </Suspense>
            </div>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
