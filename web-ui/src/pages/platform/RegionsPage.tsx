import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { regionsQuery } from '../../api/fleet';
import type { Region } from '../../api/types';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { amounts } from '../../ui/format';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { RegionsIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { RowsTable, type Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { AddRegionDialog } from './AddRegionDialog';
import { RegionCard } from './PlatformOverviewPage';

export function RegionsPage() {
  const { t } = useTranslation();
  const regions = useQuery(regionsQuery);
  const mayWrite = useCan(PLATFORM, 'region:write');
  const [adding, setAdding] = useState(false);
  const [params, setParams] = useSearchParams();
  const asTable = params.get('view') === 'table';
  const add = mayWrite && (
    <Button onClick={() => setAdding(true)} data-testid="add-region">
      {t('regions.add')}
    </Button>
  );

  return (
    <PageFrame title={t('nav.regions')} lead={t('regions.lead')} actions={add}>
      <div className="m-stack">
        {regions.data && regions.data.length > 0 && (
          <ToggleGroup aria-label={t('regions.view')}>
            <ToggleGroupItem text={t('regions.cards')} isSelected={!asTable} onChange={() => setParams({})} />
            <ToggleGroupItem
              text={t('regions.table')}
              isSelected={asTable}
              onChange={() => setParams({ view: 'table' })}
            />
          </ToggleGroup>
        )}
        <Loaded query={regions}>
          {(all) =>
            all.length === 0 ? (
              <div className="m-card">
                <EmptyHint
                  title={t('regions.emptyTitle')}
                  body={t('regions.emptyBody')}
                  icon={RegionsIcon}
                  action={add}
                />
              </div>
            ) : asTable ? (
              <RegionsTable regions={all} />
            ) : (
              <div className="m-grid-cards">
                {all.map((region) => (
                  <RegionCard key={region.id} region={region} level="h2" />
                ))}
              </div>
            )
          }
        </Loaded>
      </div>
      {adding && <AddRegionDialog onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}

function RegionsTable({ regions }: { regions: Region[] }) {
  const { t } = useTranslation();
  const columns: Column<Region>[] = [
    {
      label: t('column.name'),
      nowrap: true,
      cell: (region) => <Link to={`/platform/regions/${region.name}`}>{region.name}</Link>,
    },
    { label: t('column.state'), cell: (region) => <StateLabel state={region.state} compact /> },
    { label: t('column.provider'), cell: (region) => t(`provider.${region.provider}`) },
    { label: t('column.network'), cell: (region) => region.network },
    { label: t('column.zones'), cell: (region) => region.zones.join(', ') || '–' },
    { label: t('column.nodes'), numeric: true, cell: (region) => `${region.nodesReady} / ${region.nodes}` },
    { label: t('column.pods'), numeric: true, cell: (region) => region.pods },
    { label: t('column.capacity'), cell: (region) => amounts(region.capacity) },
    { label: t('column.seen'), cell: (region) => <When at={region.lastSeenAt} /> },
  ];
  return (
    <RowsTable label={t('nav.regions')} columns={columns} rows={regions} keyOf={(region) => region.id} />
  );
}
