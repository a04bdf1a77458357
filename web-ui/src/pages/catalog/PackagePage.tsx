import {
  Button,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Label,
  Tab,
  TabTitleText,
  Tabs,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { packageQuery } from '../../api/queries';
import type { Package } from '../../api/types';
import { scopeRoot } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useParam, useScope } from '../../shell/useScope';
import { Copyable } from '../../ui/Copyable';
import { bytes } from '../../ui/format';
import { PageFrame, Skeletons } from '../../ui/Frame';
import { Loaded } from '../../ui/Loaded';
import { PackageMark } from '../../ui/PackageMark';
import { ChoiceField } from '../../ui/TextField';
import { When } from '../../ui/When';
import { OptionsReference } from './OptionsReference';

const Guide = lazy(() => import('./Guide').then((m) => ({ default: m.Guide })));

export function PackagePage() {
  const { t } = useTranslation();
  const scope = useScope();
  const name = useParam('package');
  const [params, setParams] = useSearchParams();
  const version = params.get('version') ?? undefined;
  const found = useQuery(packageQuery(name, version));
  const mayInstall = useCan(scope, 'instance:write') && scope.kind === 'tenant';
  const tab = params.get('tab') ?? 'guide';
  const set = (key: string, value: string) => {
    const next = new URLSearchParams(params);
    next.set(key, value);
    setParams(next, { replace: true });
  };
  return (
    <PageFrame
      title={name}
      mark={<PackageMark icon={found.data?.icon} size="lg" />}
      beside={found.data && <Label variant="outline">{found.data.version}</Label>}
      crumbs={[{ to: `${scopeRoot(scope)}/catalog`, label: t('nav.catalog') }]}
      lead={found.data?.summary}
      actions={
        mayInstall &&
        found.data && (
          <Button
            component={(props) => (
              <Link
                {...props}
                to={`${scopeRoot(scope)}/catalog/${name}/install${version ? `?version=${version}` : ''}`}
              />
            )}
            data-testid="install"
          >
            {t('package.install')}
          </Button>
        )
      }
    >
      <Loaded query={found}>
        {(data) => (
          <div className="m-columns m-columns-wide">
            <div className="m-min0">
              <Tabs
                id="package"
                activeKey={tab}
                onSelect={(_, key) => set('tab', String(key))}
                aria-label={t('package.tabs')}
              >
                <Tab
                  eventKey="guide"
                  tabContentId="package-part"
                  title={<TabTitleText>{t('package.guide')}</TabTitleText>}
                />
                <Tab
                  eventKey="options"
                  tabContentId="package-part"
                  title={<TabTitleText>{t('package.options')}</TabTitleText>}
                />
              </Tabs>
              <div
                className="m-tab-body"
                id="package-part"
                role="tabpanel"
                aria-labelledby={`pf-tab-${tab}-package`}
              >
                {tab === 'options' ? (
                  <OptionsReference schema={data.optionsSchema} />
                ) : (
                  <div className="m-card">
                    <Suspense fallback={<Skeletons label={t('shell.loading')} />}>
                      <Guide markdown={data.readme || data.description} />
                    </Suspense>
                  </div>
                )}
              </div>
            </div>
            <About about={data} onVersion={(next) => set('version', next)} />
          </div>
        )}
      </Loaded>
    </PageFrame>
  );
}

function About({ about, onVersion }: { about: Package; onVersion: (version: string) => void }) {
  const { t } = useTranslation();
  const facts: [string, ReactNode][] = [
    [t('package.maintainer'), about.maintainer],
    [t('package.licences'), about.licences.join(', ')],
    [t('package.published'), <When key="p" at={about.publishedAt} />],
    [t('package.pods'), about.pods.map((pod) => `${pod.defaultCount} × ${pod.type}`).join(', ') || '–'],
    [t('package.needs'), <Pairs key="n" pairs={Object.entries(about.needs)} />],
    [t('package.upgradesFrom'), about.upgradesFrom.join(', ') || t('package.noVersions')],
    [t('package.downgradesTo'), about.downgradesTo.join(', ') || t('package.noVersions')],
    [
      t('package.artifacts'),
      about.artifacts
        .map((one) => t('package.artifact', { name: one.name, files: one.files, size: bytes(one.sizeBytes) }))
        .join(', ') || '–',
    ],
    [t('package.digest'), <Copyable key="d" text={about.digest} label={t('package.digest')} shorten />],
  ];
  return (
    <aside className="m-card" aria-label={t('package.about')}>
      <div className="m-stack">
        {about.versions.length > 1 && (
          <ChoiceField
            label={t('package.version')}
            value={about.version}
            onChange={onVersion}
            choices={about.versions.map((one) => ({ value: one, label: one }))}
          />
        )}
        {about.description !== about.summary && <p>{about.description}</p>}
        <DescriptionList isCompact>
          {facts.map(([term, value]) => (
            <DescriptionListGroup key={term}>
              <DescriptionListTerm>{term}</DescriptionListTerm>
              <DescriptionListDescription>{value}</DescriptionListDescription>
            </DescriptionListGroup>
          ))}
        </DescriptionList>
      </div>
    </aside>
  );
}

function Pairs({ pairs }: { pairs: [string, string][] }) {
  const { t } = useTranslation();
  if (pairs.length === 0) return t('package.needsNothing');
  return pairs.map(([key, value]) => (
    <div key={key}>
      {key} <code>{value}</code>
    </div>
  ));
}
