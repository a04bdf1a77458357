import type { UsageAmounts, UsageNode } from '../../api/types';

export interface UsageTreeRow {
  key: string;
  kind: 'tenant' | 'service';
  name: string;
  depth: number;
  amounts: UsageAmounts;
  openable: boolean;
  open: boolean;
}

/** The rows that are visible when the tenants in `closed` are folded: services first, then the tenants below. */
export function usageRows(tree: UsageNode[], closed: ReadonlySet<string>, depth = 0): UsageTreeRow[] {
  return tree.flatMap((node) => {
    const openable = node.children.length > 0 || node.services.length > 0;
    const open = openable && !closed.has(node.tenant);
    const own: UsageTreeRow = {
      key: node.tenant,
      kind: 'tenant',
      name: node.name,
      depth,
      amounts: node,
      openable,
      open,
    };
    if (!open) return [own];
    return [
      own,
      ...node.services.map((service): UsageTreeRow => ({
        key: `${node.tenant}#${service.service}`,
        kind: 'service',
        name: service.service,
        depth: depth + 1,
        amounts: service,
        openable: false,
        open: false,
      })),
      ...usageRows(node.children, closed, depth + 1),
    ];
  });
}
