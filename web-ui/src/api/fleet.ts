/* Regions and their nodes. */
import { queryOptions } from '@tanstack/react-query';
import { get, query } from './client';
import { paged } from './queries';
import type { Node, NodeInventory, NodePod, Page, Region } from './types';

export const regionsQuery = queryOptions({
  queryKey: ['regions', 'all'],
  queryFn: async ({ signal }) => (await get<Page<Region>>('/regions' + query({ limit: 1000 }), signal)).items,
});

export const regionQuery = (name: string) =>
  queryOptions({
    queryKey: ['regions', 'one', name],
    queryFn: ({ signal }) => get<Region>(`/regions/${encodeURIComponent(name)}`, signal),
  });

export const nodesQuery = (filters: { region?: string; state?: string }) =>
  paged<Node>(['nodes'], '/nodes', filters);

export const regionNodesQuery = (region: string) =>
  queryOptions({
    queryKey: ['nodes', 'region', region],
    queryFn: async ({ signal }) =>
      (await get<Page<Node>>('/nodes' + query({ region, limit: 1000 }), signal)).items,
  });

export const nodePodsQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', 'pods', id],
    queryFn: async ({ signal }) =>
      (await get<Page<NodePod>>(`/nodes/${encodeURIComponent(id)}/pods` + query({ limit: 1000 }), signal))
        .items,
  });

export const nodeInventoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', 'inventory', id],
    queryFn: ({ signal }) => get<NodeInventory>(`/nodes/${encodeURIComponent(id)}/inventory`, signal),
  });
