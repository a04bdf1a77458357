import { useQuery } from '@tanstack/react-query';
import { meQuery, secretChoicesQuery } from '../../api/queries';
import { can } from '../../scope/permissions';
import { isVisibleTo } from '../secrets/secretValue';

/** Paths of the secrets that an instance of this name could be given; null when they are not the person's to see. */
export function useSecretChoices(path: string, instance: string): readonly string[] | null {
  const me = useQuery(meQuery);
  const may = me.data !== undefined && can(me.data, { kind: 'tenant', path }, 'secret:read');
  const secrets = useQuery({ ...secretChoicesQuery(path), enabled: may });
  if (!may || secrets.data === undefined) return null;
  return secrets.data.map((secret) => secret.path).filter((one) => isVisibleTo(one, instance));
}
