import { Button, Label } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { nodeInventoryQuery } from '../../api/fleet';
import type { Node, NodeInventory } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { bytes } from '../../ui/format';
import { Loaded } from '../../ui/Loaded';

type Decision = 'resume' | 'declare-dead' | 'remove';

/** What only a person decides about a node that is not ready. */
export function NodeDecisions({ node, onRemoved }: { node: Node; onRemoved: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const held = node.state === 'ON_HOLD';
  const inventory = useQuery({ ...nodeInventoryQuery(node.id), enabled: held });
  const [asking, setAsking] = useState<Decision | null>(null);
  const possible: Decision[] = held
    ? ['resume', 'declare-dead']
    : node.state === 'UNREACHABLE'
      ? ['declare-dead']
      : node.state === 'DEAD'
        ? ['remove']
        : [];
  if (possible.length === 0) return null;
  const word = asking === 'resume' ? null : node.name;
  return (
    <div className="m-stack">
      {held && (
        <div>
          <h3 className="m-small-title">{t('nodeDecisions.inventory')}</h3>
          <Loaded query={inventory}>{(data) => <Listed inventory={data} />}</Loaded>
        </div>
      )}
      <div className="m-actions">
        {possible.map((decision) => (
          <Button
            key={decision}
            variant={decision === 'resume' ? 'primary' : 'secondary'}
            isDanger={decision !== 'resume'}
            size="sm"
            // Nobody lets go on what nobody has seen.
            isDisabled={decision === 'resume' && !inventory.data?.listed}
            onClick={() => setAsking(decision)}
            data-testid={decision}
          >
            {t(`nodeDecisions.${decision}.action`)}
          </Button>
        ))}
      </div>
      {asking && (
        <ConfirmDialog
          danger={asking !== 'resume'}
          title={t(`nodeDecisions.${asking}.title`, { node: node.name })}
          description={t(`nodeDecisions.${asking}.body`)}
          submit={t(`nodeDecisions.${asking}.action`)}
          {...(word === null
            ? {}
            : { typed: { label: t('danger.type', { word }), word, testId: 'confirm' } })}
          send={() =>
            call(`/nodes/${encodeURIComponent(node.id)}/${asking}`, {
              method: 'POST',
              ...(word === null ? {} : { body: { confirm: word } }),
            })
          }
          onDone={async () => {
            if (asking === 'remove') onRemoved();
            await Promise.all(
              ['nodes', 'regions', 'overview'].map((key) => client.invalidateQueries({ queryKey: [key] })),
            );
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

function Listed({ inventory }: { inventory: NodeInventory }) {
  const { t } = useTranslation();
  if (!inventory.listed) return <span className="m-muted">{t('nodeDecisions.unlisted')}</span>;
  const things = [
    ...inventory.pods.map((pod) => ({
      id: pod.podId,
      name: pod.pod,
      of: `${pod.tenant} / ${pod.instance}`,
      more: t('nodeDecisions.incarnation', { number: pod.incarnation }),
      known: pod.known,
    })),
    ...inventory.volumes.map((volume) => ({
      id: volume.volumeId,
      name: t('nodeDecisions.volumeOf', { pod: volume.pod }),
      of: volume.tenant,
      more: bytes(volume.usedBytes),
      known: volume.known,
    })),
  ];
  if (things.length === 0) return <span className="m-muted">{t('nodeDecisions.empty')}</span>;
  return (
    <ul className="m-rows">
      {things.map((thing) => (
        <li key={thing.id}>
          <div>
            <strong>{thing.name}</strong> <span className="m-muted">{thing.of}</span>
            <div className="m-hint m-figures">{thing.more}</div>
          </div>
          <Label isCompact variant="outline" color={thing.known ? 'grey' : 'orange'}>
            {t(thing.known ? 'nodeDecisions.known' : 'nodeDecisions.unknown')}
          </Label>
        </li>
      ))}
    </ul>
  );
}
