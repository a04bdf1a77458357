import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { InstallPreview, InstallRequest } from '../../api/types';
import { useDebounced } from '../../ui/useDebounced';

/** What installing would do, asked again when the person stops typing. Nothing is kept or reserved by it. */
export function useDryRun(path: string, request: InstallRequest, enabled: boolean) {
  const settled = useDebounced(JSON.stringify(request), 400);
  return useQuery({
    queryKey: ['dryRun', path, settled],
    queryFn: async ({ signal }) =>
      (
        await call<InstallPreview>(`${paths.tenantBase(path)}/instances?dryRun=true`, {
          method: 'POST',
          body: JSON.parse(settled) as InstallRequest,
          signal,
        })
      ).value,
    enabled,
    retry: false,
    staleTime: 5_000,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });
}
