import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths, tenantTreeQuery } from '../../api/queries';
import type { Tenant, TenantMoved } from '../../api/types';
import { useMe } from '../../shell/useMe';
import { FormDialog } from '../../ui/FormDialog';
import { Loaded } from '../../ui/Loaded';
import { ChoiceField } from '../../ui/TextField';
import { MovePreview } from './MovePreview';
import { newParents, TOP } from './tenantTree';
import { useTenantsChanged } from './useTenantsChanged';

async function move(tenant: Tenant, parent: string, dryRun: boolean): Promise<TenantMoved> {
  const path = `${paths.tenantBase(tenant.path)}/move${dryRun ? '?dryRun=true' : ''}`;
  // The tag of what is on screen: what was previewed is what moves.
  return (await call<TenantMoved>(path, { method: 'POST', body: { parent }, ifMatch: tenant.etag })).value;
}

/** Hangs a tenant below another one, after it has shown what that changes. */
export function MoveTenantDialog({
  tenant,
  onPath,
  onClose,
}: {
  tenant: Tenant;
  onPath?: ((path: string) => void) | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const changed = useTenantsChanged();
  const [parent, setParent] = useState('');
  const tree = useQuery(tenantTreeQuery);
  const places = newParents(me, tenant, tree.data ?? []);
  const preview = useQuery({
    queryKey: ['tenants', 'move', tenant.path, tenant.etag, parent],
    queryFn: () => move(tenant, parent, true),
    enabled: parent !== '',
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const go = useMutation({
    mutationFn: () => move(tenant, parent, false),
    onSuccess: async ({ to }) => {
      onClose();
      onPath?.(to);
      await changed();
    },
  });
  return (
    <FormDialog
      title={t('tenantMove.moveOf', { tenant: tenant.path })}
      description={t('tenantMove.moveHelp')}
      submit={t('tenantMove.submit')}
      busy={go.isPending}
      disabled={parent === '' || !preview.data || preview.isError}
      error={go.error}
      onSubmit={() => go.mutate()}
      onClose={onClose}
    >
      <ChoiceField
        label={t('tenantMove.to')}
        value={parent}
        onChange={setParent}
        choices={[
          { value: '', label: t('tenantMove.choose') },
          ...places.map((path) => ({ value: path, label: path === TOP ? t('tenantMove.top') : path })),
        ]}
        {...(tree.data && places.length === 0 ? { help: t('tenantMove.nowhere') } : {})}
        testId="move-parent"
      />
      {parent !== '' && (
        <div aria-live="polite">
          <Loaded query={preview} lines={3}>
            {(data) => <MovePreview moved={data} label={tenant.label} />}
          </Loaded>
        </div>
      )}
    </FormDialog>
  );
}
