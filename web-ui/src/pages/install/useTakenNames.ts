import { useQuery } from '@tanstack/react-query';
import { instanceNamesQuery } from '../../api/queries';

/** Names that services of the tenant have; null until they are known. Beyond the first thousand the server says. */
export function useTakenNames(path: string): ReadonlySet<string> | null {
  const names = useQuery(instanceNamesQuery(path));
  return names.data ? new Set(names.data) : names.error ? new Set() : null;
}
