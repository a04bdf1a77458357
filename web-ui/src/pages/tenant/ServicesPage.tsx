import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { instancesQuery } from '../../api/queries';
import type { Instance, InstanceState } from '../../api/types';
import { useList } from '../../api/useList';
import { instanceLink, scopeRoot } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useScope } from '../../shell/useScope';
import { ServicesIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { useStateFilter } from '../../ui/useStateFilter';
import { useUrlFilters } from '../../ui/useUrlFilters';
import { When } from '../../ui/When';

const STATES: InstanceState[] = [
  'RUNNING',
  'DEPLOYING',
  'UPDATING',
  'DEGRADED',
  'WAITING',
  'FAILED',
  'UNINSTALLING',
];

/** The services of a tenant and what is below it, or of everybody in the platform's scope. */
export function ServicesPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const url = useUrlFilters('state');
  const byState = useStateFilter(STATES);
  const instances = useList(instancesQuery(scope, url.values));
  const mayInstall = useCan(scope, 'instance:write') && scope.kind === 'tenant';
  const toCatalog = mayInstall && (
    <Button component={(props) => <Link {...props} to={`${scopeRoot(scope)}/catalog`} />}>
      {t('services.install')}
    </Button>
  );
  const isElsewhere = (instance: Instance) =>
    scope.kind === 'platform' || instance.tenant.path !== scope.path;
  const columns: Column<Instance>[] = [
    {
      label: t('column.service'),
      width: 20,
      cell: (instance) => (
        <>
          <Link to={instanceLink(instance.tenant.path, instance.name)}>
            <strong>{instance.name}</strong>
          </Link>
          <div className="m-hint">{`${instance.package} ${instance.packageVersion}`}</div>
        </>
      ),
    },
    ...(instances.rows?.some(isElsewhere)
      ? [{ label: t('column.tenant'), cell: (instance: Instance) => instance.tenant.path }]
      : []),
    { label: t('column.state'), cell: (instance) => <StateLabel state={instance.state} compact /> },
    { label: t('column.status'), width: 35, cell: (instance) => instance.status },
    {
      label: t('column.podsReady'),
      numeric: true,
      cell: (instance) => t('meter.ratio', { used: instance.pods.ready, whole: instance.pods.total }),
    },
    { label: t('column.since'), cell: (instance) => <When at={instance.since} /> },
  ];
  return (
    <ListPage
      title={t('nav.services')}
      lead={
        scope.kind === 'platform' ? t('services.leadPlatform') : t('services.lead', { tenant: scope.path })
      }
      actions={toCatalog}
      list={instances}
      columns={columns}
      keyOf={(instance) => instance.id}
      testId="services"
      filters={{ fields: [byState], url }}
      empty={{
        title: t('services.emptyTitle'),
        body: scope.kind === 'platform' ? t('services.emptyPlatform') : t('services.emptyBody'),
        icon: ServicesIcon,
        action: toCatalog,
      }}
    />
  );
}
