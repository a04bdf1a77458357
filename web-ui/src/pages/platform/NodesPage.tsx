import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { nodesQuery, regionsQuery } from '../../api/fleet';
import type { Node, NodeState } from '../../api/types';
import { useList } from '../../api/useList';
import { allocation, amounts } from '../../ui/format';
import { NodesIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { useStateFilter } from '../../ui/useStateFilter';
import { useUrlFilters } from '../../ui/useUrlFilters';
import { When } from '../../ui/When';

const STATES: NodeState[] = ['READY', 'UNREACHABLE', 'ON_HOLD', 'DEAD'];

export function NodesPage() {
  const { t } = useTranslation();
  const url = useUrlFilters('region', 'state');
  const byState = useStateFilter(STATES);
  const regions = useQuery(regionsQuery);
  const nodes = useList(nodesQuery(url.values));
  const columns: Column<Node>[] = [
    {
      label: t('column.name'),
      nowrap: true,
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
  const byRegion = {
    name: 'region' as const,
    label: t('nodes.filterRegion'),
    all: t('nodes.allRegions'),
    choices: (regions.data ?? []).map(({ name }) => ({ value: name, label: name })),
  };
  return (
    <ListPage
      title={t('nav.nodes')}
      lead={t('nodes.lead')}
      list={nodes}
      columns={columns}
      keyOf={(node) => node.id}
      testId="nodes"
      filters={{ fields: [byRegion, byState], url }}
      empty={{
        title: t('nodes.emptyTitle'),
        body: t('nodes.emptyBody'),
        icon: NodesIcon,
        action: (
          <Button component={(props) => <Link {...props} to="/platform/regions" />}>
            {t('nav.regions')}
          </Button>
        ),
      }}
    />
  );
}
