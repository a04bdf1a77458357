import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Label,
  LabelGroup,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { nodePodsQuery } from '../../api/fleet';
import type { Node } from '../../api/types';
import { can } from '../../scope/permissions';
import { instanceLink, PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useMe } from '../../shell/useMe';
import { Copyable } from '../../ui/Copyable';
import { amounts, bytes } from '../../ui/format';
import { Skeletons } from '../../ui/Frame';
import { CapacityMeters } from '../../ui/Meter';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { SidePanel } from '../../ui/SidePanel';
import { PodStateLabel, StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { NodeDecisions } from './NodeDecisions';

export function NodeDrawer({ node, onClose }: { node: Node; onClose: () => void }) {
  const { t } = useTranslation();
  const mayWrite = useCan(PLATFORM, 'region:write');
  const facts: [string, ReactNode][] = [
    [t('nodes.address'), <Copyable key="a" text={node.address} label={t('nodes.address')} />],
    ...(node.advertisedAddress && node.advertisedAddress !== node.address
      ? [
          [
            t('nodes.advertised'),
            <Copyable key="d" text={node.advertisedAddress} label={t('nodes.advertised')} />,
          ] as [string, ReactNode],
        ]
      : []),
    ...(typeof node.diskFreeBytes === 'number'
      ? ([[t('nodes.diskFree'), bytes(node.diskFreeBytes)]] as [string, ReactNode][])
      : []),
    [t('nodes.runtime'), t(`runtime.${node.runtime}`)],
    [t('isolation.title'), t(`isolation.level.${node.isolation}`)],
    [t('nodes.agent'), node.agentVersion],
    [t('nodes.ports'), <span key="p" className="m-figures">{`${node.ports.begin}–${node.ports.end}`}</span>],
    [t('column.seen'), <When key="s" at={node.lastSeenAt} />],
    [t('nodes.joined'), <When key="j" at={node.joinedAt} />],
    [t('nodes.id'), <Copyable key="i" text={node.id} label={t('nodes.id')} shorten />],
  ];
  return (
    <SidePanel
      title={node.name}
      label={t('nodes.drawer', { node: node.name })}
      mark={<StateLabel state={node.state} compact />}
      onClose={onClose}
    >
      <div className="m-stack">
        {node.state !== 'READY' && node.stateReason !== '' && <p className="m-reason">{node.stateReason}</p>}
        {mayWrite && <NodeDecisions node={node} onRemoved={onClose} />}
        <CapacityMeters allocated={node.allocated} capacity={node.capacity} compact />
        <DescriptionList isHorizontal isCompact className="m-facts-list">
          {facts.map(([term, value]) => (
            <DescriptionListGroup key={term}>
              <DescriptionListTerm>{term}</DescriptionListTerm>
              <DescriptionListDescription>{value}</DescriptionListDescription>
            </DescriptionListGroup>
          ))}
        </DescriptionList>
        <Tags
          title={t('nodes.java')}
          values={node.javaHomes.map((java) => `${java.version} ${java.vendor}`)}
          none={t('nodes.javaNone')}
        />
        {Object.keys(node.attributes).length > 0 && (
          <Tags
            title={t('nodes.attributes')}
            values={Object.entries(node.attributes).map(([key, value]) => `${key}=${value}`)}
          />
        )}
        {node.notEnforced.length > 0 && (
          <Tags title={t('nodes.notEnforced')} values={node.notEnforced} warn />
        )}
        {mayWrite && <NodePods node={node} />}
      </div>
    </SidePanel>
  );
}

function Tags({
  title,
  values,
  none,
  warn = false,
}: {
  title: string;
  values: string[];
  none?: string;
  warn?: boolean;
}) {
  return (
    <div>
      <h3 className="m-small-title">{title}</h3>
      {values.length === 0 ? (
        <span className="m-muted">{none}</span>
      ) : (
        <LabelGroup numLabels={8} aria-label={title}>
          {values.map((value) => (
            <Label key={value} isCompact variant="outline" {...(warn ? { color: 'orange' as const } : {})}>
              {value}
            </Label>
          ))}
        </LabelGroup>
      )}
    </div>
  );
}

function NodePods({ node }: { node: Node }) {
  const { t } = useTranslation();
  const me = useMe();
  const pods = useQuery(nodePodsQuery(node.id));
  return (
    <div>
      <h3 className="m-small-title">{t('nodes.podsHere')}</h3>
      {pods.error ? (
        <ProblemPanel error={pods.error} onRetry={() => void pods.refetch()} />
      ) : !pods.data ? (
        <Skeletons lines={2} label={t('shell.loading')} />
      ) : pods.data.length === 0 ? (
        <span className="m-muted">{t('nodes.podsNone')}</span>
      ) : (
        <ul className="m-rows">
          {pods.data.map((pod) => (
            <li key={pod.podId}>
              <div>
                <strong>{pod.pod}</strong>{' '}
                {can(me, { kind: 'tenant', path: pod.tenant }, 'instance:read') ? (
                  <Link to={instanceLink(pod.tenant, pod.instance)}>{`${pod.tenant} / ${pod.instance}`}</Link>
                ) : (
                  <span className="m-muted">{`${pod.tenant} / ${pod.instance}`}</span>
                )}
                <div className="m-hint m-figures">
                  {amounts({ cpus: pod.cpus, memoryBytes: pod.memoryBytes, diskBytes: 0 })}
                </div>
              </div>
              <PodStateLabel state={pod.state} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
