import { useTranslation } from 'react-i18next';
import type { Pod } from '../../api/types';
import { NodesIcon, PodIcon, RegionsIcon, ZoneIcon } from '../../ui/icons';
import { PodStateLabel } from '../../ui/StateLabel';
import { topologyOf } from './topology';

/** Where the pods are, drawn as boxes in boxes: region, zone, node, pod. */
export function Topology({ pods }: { pods: Pod[] }) {
  const { t } = useTranslation();
  const { regions, unplaced } = topologyOf(pods);
  if (pods.length === 0) return <p className="m-muted">{t('topology.none')}</p>;
  return (
    <div className="m-topology">
      {regions.map(({ region, zones }) => (
        <section key={region} className="m-topo-region" aria-label={t('topology.region', { region })}>
          <h3>
            <RegionsIcon /> {region}
          </h3>
          <div className="m-topo-zones">
            {zones.map(({ zone, nodes }) => (
              <div key={zone} className="m-topo-zone">
                <h4>
                  <ZoneIcon /> {t('nodes.zone', { zone })}
                </h4>
                {nodes.map(({ node, pods: here }) => (
                  <div key={node} className="m-topo-node">
                    <h5>
                      <NodesIcon /> {node}
                    </h5>
                    <ul>
                      {here.map((pod) => (
                        <PodBox key={pod.id} pod={pod} />
                      ))}
                    </ul>
                  </div>
                ))}
              </div>
            ))}
          </div>
        </section>
      ))}
      {unplaced.length > 0 && (
        <section className="m-topo-region m-topo-unplaced" aria-label={t('topology.unplaced')}>
          <h3>{t('topology.unplaced')}</h3>
          {unplaced.map(({ reason, pods: waiting }) => (
            <div key={reason} className="m-topo-waiting">
              <ul>
                {waiting.map((pod) => (
                  <PodBox key={pod.id} pod={{ ...pod, reason: '' }} />
                ))}
              </ul>
              {reason !== '' && <p className="m-hint">{reason}</p>}
            </div>
          ))}
        </section>
      )}
    </div>
  );
}

function PodBox({ pod }: { pod: Pod }) {
  return (
    <li className="m-topo-pod" title={pod.reason}>
      <span>
        <PodIcon /> {pod.name}
      </span>
      <PodStateLabel state={pod.state} />
      {pod.state !== 'READY' && pod.reason !== '' && <span className="m-hint">{pod.reason}</span>}
    </li>
  );
}
