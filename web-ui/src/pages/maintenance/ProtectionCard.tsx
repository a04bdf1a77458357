import { Switch } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths, protectionQuery } from '../../api/queries';
import { Loaded } from '../../ui/Loaded';
import { ProblemPanel } from '../../ui/ProblemPanel';

interface Props {
  tenant: string;
  /** Of this instance of the tenant; else of the tenant itself. */
  instance?: string;
  may: boolean;
}

/** Refuses the deletion of a tenant or an instance until it is switched off. */
export function ProtectionCard({ tenant, instance, may }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const name = instance ?? tenant;
  const query = protectionQuery(tenant, instance);
  const protection = useQuery(query);
  const set = useMutation({
    mutationFn: (deletionProtection: boolean) =>
      call(paths.part('protection', tenant, instance), { method: 'PUT', body: { deletionProtection } }),
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  return (
    <section className="m-card m-narrow" aria-labelledby="protection-title">
      <h2 id="protection-title" className="m-card-title">
        {t('protection.title')}
      </h2>
      <p className="m-hint">
        {t(instance === undefined ? 'protection.tenantHelp' : 'protection.instanceHelp', { name })}
      </p>
      <Loaded query={protection} lines={1}>
        {({ deletionProtection }) => (
          <Switch
            className="m-gap-top"
            label={t('protection.label')}
            isChecked={set.isPending ? set.variables : deletionProtection}
            isDisabled={!may || set.isPending}
            onChange={(_, on) => set.mutate(on)}
            data-testid="protection"
          />
        )}
      </Loaded>
      {set.error && <ProblemPanel error={set.error} />}
    </section>
  );
}
