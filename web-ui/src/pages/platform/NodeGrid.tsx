import { useTranslation } from 'react-i18next';
import type { Node } from '../../api/types';
import { allocation, amounts } from '../../ui/format';
import { FailedIcon, PausedIcon, ZoneIcon } from '../../ui/icons';

interface NodeGridProps {
  nodes: Node[];
  chosen: string | undefined;
  onChoose: (node: Node) => void;
}

/** The nodes of a region by zone: a box is as wide as the node is big, and as filled as the node is allocated. */
export function NodeGrid({ nodes, chosen, onChoose }: NodeGridProps) {
  const { t } = useTranslation();
  const zones = [...new Set(nodes.map((node) => node.zone))].sort();
  const biggest = Math.max(...nodes.map((node) => node.capacity.cpus), 1);
  return (
    <div className="m-stack">
      {zones.map((zone) => {
        const inZone = nodes.filter((node) => node.zone === zone);
        return (
          <section key={zone} className="m-card" aria-labelledby={`zone-${zone}`}>
            <h2 id={`zone-${zone}`} className="m-card-title">
              <ZoneIcon /> {t('nodes.zone', { zone })}
              <span className="m-count m-figures">{inZone.length}</span>
            </h2>
            <ul className="m-node-grid">
              {inZone.map((node) => {
                const part = allocation(node.allocated, node.capacity);
                const size = 11 + 9 * Math.sqrt(node.capacity.cpus / biggest);
                const level =
                  node.state !== 'READY' ? 'away' : part >= 0.9 ? 'high' : part >= 0.6 ? 'mid' : 'low';
                return (
                  <li key={node.id} style={{ inlineSize: `${size}rem` }}>
                    <button
                      type="button"
                      className={`m-node m-node-${level}`}
                      aria-pressed={node.name === chosen}
                      onClick={() => onChoose(node)}
                      title={node.state === 'READY' ? undefined : node.stateReason}
                      data-testid={`node-${node.name}`}
                    >
                      <span className="m-node-fill" style={{ blockSize: `${part * 100}%` }} />
                      <span className="m-node-name">
                        {(node.state === 'UNREACHABLE' || node.state === 'DEAD') && <FailedIcon />}
                        {node.state === 'ON_HOLD' && <PausedIcon />}
                        {node.name}
                      </span>
                      <span className="m-figures">
                        {node.state === 'READY'
                          ? t('nodes.allocated', { percent: Math.round(part * 100) })
                          : t(`state.${node.state}`)}
                        {' · '}
                        {t('pods.count', { count: node.pods })}
                      </span>
                      <span className="m-figures m-node-size">
                        {amounts({ ...node.capacity, diskBytes: 0 })}
                      </span>
                      {node.notEnforced.length > 0 && (
                        <span className="m-node-size">
                          {t('nodes.notEnforcedCount', { count: node.notEnforced.length })}
                        </span>
                      )}
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
      <p className="m-legend">
        <span className="m-swatch m-node-low" /> {t('nodes.legendLow')}
        <span className="m-swatch m-node-mid" /> {t('nodes.legendMid')}
        <span className="m-swatch m-node-high" /> {t('nodes.legendHigh')}
        <span className="m-swatch m-node-away" /> {t('nodes.legendAway')}
      </p>
    </div>
  );
}
