import type { Pod } from '../../api/types';

export interface TopologyNode {
  node: string;
  pods: Pod[];
}
export interface TopologyZone {
  zone: string;
  nodes: TopologyNode[];
}
export interface TopologyRegion {
  region: string;
  zones: TopologyZone[];
}

function groups<K extends string>(pods: Pod[], keyOf: (pod: Pod) => K | null): [K, Pod[]][] {
  const found = new Map<K, Pod[]>();
  for (const pod of pods) {
    const key = keyOf(pod);
    if (key === null) continue;
    const list = found.get(key);
    if (list) list.push(pod);
    else found.set(key, [pod]);
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

/** Pods by region, zone and node, and the ones that have no place yet by the reason that they share. */
export function topologyOf(pods: Pod[]): {
  regions: TopologyRegion[];
  unplaced: { reason: string; pods: Pod[] }[];
} {
  const placed = pods.filter((pod) => pod.node !== null);
  return {
    unplaced: groups(
      pods.filter((pod) => pod.node === null),
      (pod) => pod.reason,
    ).map(([reason, waiting]) => ({ reason, pods: waiting })),
    regions: groups(placed, (pod) => pod.region).map(([region, inRegion]) => ({
      region,
      zones: groups(inRegion, (pod) => pod.zone ?? '').map(([zone, inZone]) => ({
        zone,
        nodes: groups(inZone, (pod) => pod.node).map(([node, onNode]) => ({ node, pods: onNode })),
      })),
    })),
  };
}
