import { Button, Drawer, DrawerContent, DrawerContentBody } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { regionNodesQuery, regionQuery } from '../../api/fleet';
import type { Region } from '../../api/types';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useParam } from '../../shell/useScope';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { NodesIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { CapacityMeters } from '../../ui/Meter';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { JoinDialog } from './JoinDialog';
import { NodeDrawer } from './NodeDrawer';
import { NodeGrid } from './NodeGrid';
import { RegionIsolationCard } from './RegionIsolationCard';

export function RegionPage() {
  const { t } = useTranslation();
  const name = useParam('region');
  const region = useQuery(regionQuery(name));
  const [joining, setJoining] = useState(false);
  const mayWrite = useCan(PLATFORM, 'region:write');
  return (
    <PageFrame
      title={region.data?.displayName || name}
      crumbs={[{ to: '/platform/regions', label: t('nav.regions') }]}
      beside={region.data && <StateLabel state={region.data.state} />}
      lead={region.data && <Lead region={region.data} />}
      actions={
        mayWrite &&
        region.data && (
          <Button onClick={() => setJoining(true)} data-testid="join">
            {t('join.title')}
          </Button>
        )
      }
    >
      <Loaded query={region}>
        {(data) => (
          <div className="m-stack">
            {data.nodes > 0 && (
              <section className="m-card" aria-labelledby="region-capacity">
                <h2 id="region-capacity" className="m-card-title">
                  {t('platformOverview.capacity')}
                </h2>
                <CapacityMeters allocated={data.allocated} capacity={data.capacity} />
              </section>
            )}
            {data.nodes > 0 && <RegionIsolationCard isolation={data.isolation} />}
            <Nodes region={data} onJoin={mayWrite ? () => setJoining(true) : null} />
          </div>
        )}
      </Loaded>
      {joining && region.data && <JoinDialog region={region.data} onClose={() => setJoining(false)} />}
    </PageFrame>
  );
}

function Lead({ region }: { region: Region }) {
  const { t } = useTranslation();
  return (
    <>
      {region.stateReason !== '' && <p>{region.stateReason}</p>}
      <p className="m-facts">
        <span>{t(`provider.${region.provider}`)}</span>
        <span>{t('regions.inNetwork', { network: region.network })}</span>
        <span>{t('regions.nodesOf', { ready: region.nodesReady, total: region.nodes })}</span>
        <span>{t('pods.count', { count: region.pods })}</span>
        {region.lastSeenAt && (
          <span>
            {t('regions.seen')} <When at={region.lastSeenAt} />
          </span>
        )}
      </p>
    </>
  );
}

function Nodes({ region, onJoin }: { region: Region; onJoin: (() => void) | null }) {
  const { t } = useTranslation();
  const nodes = useQuery(regionNodesQuery(region.name));
  const [params, setParams] = useSearchParams();
  const chosen = nodes.data?.find((node) => node.name === params.get('node'));
  const close = () => setParams({});

  if (!nodes.data) return <Loaded query={nodes}>{() => null}</Loaded>;
  if (nodes.data.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint
          title={t('nodes.emptyTitle')}
          body={t('nodes.emptyBody')}
          icon={NodesIcon}
          action={onJoin && <Button onClick={onJoin}>{t('join.title')}</Button>}
        />
      </div>
    );
  }
  return (
    <Drawer isExpanded={chosen !== undefined} isInline={false} className="m-drawer">
      <DrawerContent panelContent={chosen && <NodeDrawer node={chosen} onClose={close} />}>
        <DrawerContentBody>
          <NodeGrid
            nodes={nodes.data}
            chosen={chosen?.name}
            onChoose={(node) => setParams({ node: node.name })}
          />
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
