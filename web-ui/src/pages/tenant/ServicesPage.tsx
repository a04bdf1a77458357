import {
  Button,
  FormSelect,
  FormSelectOption,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { instancesQuery } from '../../api/queries';
import type { Instance, InstanceState } from '../../api/types';
import { instanceLink, scopeRoot } from '../../scope/scope';
import { useCan } from '../../shell/useMe';
import { useScope } from '../../shell/useScope';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { ServicesIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
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
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? '';
  const instances = useInfiniteQuery(instancesQuery(scope, { state }));
  const mayInstall = useCan(scope, 'instance:write') && scope.kind === 'tenant';
  const toCatalog = mayInstall && (
    <Button component={(props) => <Link {...props} to={`${scopeRoot(scope)}/catalog`} />}>
      {t('services.install')}
    </Button>
  );
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
    ...(scope.kind === 'platform' ||
    (instances.data?.pages ?? []).some((page) => page.items.some((one) => one.tenant.path !== scope.path))
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
    <PageFrame
      title={t('nav.services')}
      lead={
        scope.kind === 'platform' ? t('services.leadPlatform') : t('services.lead', { tenant: scope.path })
      }
      actions={toCatalog}
    >
      <Toolbar className="m-filters">
        <ToolbarContent>
          <ToolbarItem>
            <FormSelect
              aria-label={t('list.filterState')}
              value={state}
              onChange={(_, value) => setParams(value === '' ? {} : { state: value })}
            >
              <FormSelectOption value="" label={t('list.allStates')} />
              {STATES.map((one) => (
                <FormSelectOption key={one} value={one} label={t(`state.${one}`)} />
              ))}
            </FormSelect>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <ListTable
        label={t('nav.services')}
        testId="services"
        columns={columns}
        result={instances}
        keyOf={(instance) => instance.id}
        empty={
          state === '' ? (
            <EmptyHint
              title={t('services.emptyTitle')}
              body={t('services.emptyBody')}
              icon={ServicesIcon}
              action={toCatalog}
            />
          ) : (
            <EmptyHint
              title={t('list.noMatch')}
              body={t('list.noMatchBody')}
              icon={ServicesIcon}
              action={
                <Button variant="link" onClick={() => setParams({})}>
                  {t('list.clear')}
                </Button>
              }
            />
          )
        }
      />
    </PageFrame>
  );
}
