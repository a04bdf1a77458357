import {
  Button,
  FormSelect,
  FormSelectOption,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { nodesQuery, regionsQuery } from '../../api/queries';
import type { Node, NodeState } from '../../api/types';
import { allocation, amounts } from '../../ui/format';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { NodesIcon } from '../../ui/icons';
import { ListTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';

const STATES: NodeState[] = ['READY', 'UNREACHABLE', 'ON_HOLD'];

export function NodesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const region = params.get('region') ?? '';
  const state = params.get('state') ?? '';
  const regions = useQuery(regionsQuery);
  const nodes = useInfiniteQuery(nodesQuery({ region, state }));
  const filter = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParams(next);
  };
  const columns: Column<Node>[] = [
    {
      label: t('column.name'),
      cell: (node) => (
        <Link to={`/platform/regions/${node.region}?node=${encodeURIComponent(node.name)}`}>{node.name}</Link>
      ),
    },
    { label: t('column.state'), cell: (node) => <StateLabel state={node.state} compact /> },
    {
      label: t('column.region'),
      cell: (node) => <Link to={`/platform/regions/${node.region}`}>{node.region}</Link>,
    },
    { label: t('column.zone'), cell: (node) => node.zone },
    { label: t('column.runtime'), cell: (node) => t(`runtime.${node.runtime}`) },
    {
      label: t('column.capacity'),
      cell: (node) => <span className="m-figures">{amounts(node.capacity)}</span>,
    },
    {
      label: t('column.allocated'),
      numeric: true,
      cell: (node) => `${Math.round(allocation(node.allocated, node.capacity) * 100)} %`,
    },
    { label: t('column.pods'), numeric: true, cell: (node) => node.pods },
    { label: t('column.seen'), cell: (node) => <When at={node.lastSeenAt} /> },
  ];
  const filtered = region !== '' || state !== '';
  return (
    <PageFrame title={t('nav.nodes')} lead={t('nodes.lead')}>
      <Toolbar className="m-filters">
        <ToolbarContent>
          <ToolbarItem>
            <FormSelect
              aria-label={t('nodes.filterRegion')}
              value={region}
              onChange={(_, value) => filter('region', value)}
            >
              <FormSelectOption value="" label={t('nodes.allRegions')} />
              {(regions.data ?? []).map((one) => (
                <FormSelectOption key={one.id} value={one.name} label={one.name} />
              ))}
            </FormSelect>
          </ToolbarItem>
          <ToolbarItem>
            <FormSelect
              aria-label={t('list.filterState')}
              value={state}
              onChange={(_, value) => filter('state', value)}
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
        label={t('nav.nodes')}
        columns={columns}
        result={nodes}
        keyOf={(node) => node.id}
        empty={
          filtered ? (
            <EmptyHint
              title={t('list.noMatch')}
              body={t('list.noMatchBody')}
              icon={NodesIcon}
              action={
                <Button variant="link" onClick={() => setParams({})}>
                  {t('list.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyHint
              title={t('nodes.emptyTitle')}
              body={t('nodes.emptyBody')}
              icon={NodesIcon}
              action={
                <Button component={(props) => <Link {...props} to="/platform/regions" />}>
                  {t('nav.regions')}
                </Button>
              }
            />
          )
        }
      />
    </PageFrame>
  );
}
