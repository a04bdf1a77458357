import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { isolationQuery, paths } from '../../api/queries';
import type { TenantIsolation } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { ChoiceField } from '../../ui/TextField';

const CHOICES = ['process', 'user', 'container'] as const;

interface Props {
  scope: Scope;
  isolation: TenantIsolation;
  onClose: () => void;
}

/** Replaces what a tenant or the platform demands of its own. */
export function IsolationDialog({ scope, isolation, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [least, setLeast] = useState(isolation.least);
  // Less than what is demanded above is refused; nothing of its own never is.
  const above =
    isolation.from !== null && isolation.inForce !== isolation.least ? isolation.inForce : 'process';
  const choices = CHOICES.filter(
    (value) => value === 'process' || CHOICES.indexOf(value) >= CHOICES.indexOf(above),
  );
  const sent = useMutation({
    mutationFn: () =>
      call(paths.isolation(scope), {
        method: 'PUT',
        body: { least },
        ifMatch: isolation.etag,
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: isolationQuery(scope).queryKey.slice(0, 2) });
    },
  });
  return (
    <FormDialog
      title={t('isolation.editOf', {
        name: scope.kind === 'tenant' ? scope.path : t('isolation.thePlatform'),
      })}
      description={t('isolation.editHelp')}
      submit={t('isolation.save')}
      busy={sent.isPending}
      error={sent.error}
      onSubmit={() => sent.mutate()}
      onClose={onClose}
    >
      <ChoiceField
        label={t('isolation.least')}
        value={least}
        choices={choices.map((value) => ({
          value,
          label: value === 'process' ? t('isolation.nothing') : t(`isolation.level.${value}`),
        }))}
        onChange={setLeast}
        testId="least-isolation"
      />
    </FormDialog>
  );
}
