import { useQueryClient } from '@tanstack/react-query';

/** Reads again what a change of the tree of tenants may have changed: the tree, and what everybody may do in it. */
export function useTenantsChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      ['tenants', 'overview', 'me', 'members', 'roles'].map((topic) =>
        client.invalidateQueries({ queryKey: [topic] }),
      ),
    );
  };
}
