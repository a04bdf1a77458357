import { useQuery } from '@tanstack/react-query';
import { keptVolumesQuery, meQuery } from '../../api/queries';
import type { Volume } from '../../api/types';
import { can } from '../../scope/permissions';
import { isDnsLabel } from '../../ui/names';
import { useDebounced } from '../../ui/useDebounced';

/** Whether a volume is kept and no install waits for it already: that one has no end. */
export function isFree(volume: Volume): boolean {
  return volume.state === 'KEPT' && volume.keptUntil !== null;
}

/** What an uninstalled service of this name and package left; nothing for who may not see volumes. */
export function useKeptVolumes(path: string, name: string, packageName: string): readonly Volume[] {
  const me = useQuery(meQuery);
  const may = me.data !== undefined && can(me.data, { kind: 'tenant', path }, 'volume:read');
  const settled = useDebounced(name, 400);
  const kept = useQuery({ ...keptVolumesQuery(path, settled), enabled: may && isDnsLabel(settled) });
  if (settled !== name) return [];
  return (kept.data ?? []).filter((volume) => isFree(volume) && volume.package === packageName);
}
