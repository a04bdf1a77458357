import { Button } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Instance, Plan } from '../../api/types';
import { useCan } from '../../shell/useCan';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

/** Starts a plan that waits for a maintenance window, for whoever may. */
export function StartNow({ instance, plan }: { instance: Instance; plan: Plan }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { path } = instance.tenant;
  if (!useCan({ kind: 'tenant', path }, 'plan:write')) return null;
  return (
    <p className="m-gap-top">
      <Button variant="secondary" onClick={() => setAsking(true)} data-testid="start-now">
        {t('maintenance.startNow')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('maintenance.startNowOf', { name: instance.name })}
          submit={t('maintenance.startNow')}
          send={() =>
            call(`${paths.instanceBase(path, instance.name)}/plans/${plan.name}/now`, { method: 'POST' })
          }
          onDone={() => client.invalidateQueries({ queryKey: ['instance'] })}
          onClose={() => setAsking(false)}
        >
          <p>{t('maintenance.startNowHelp')}</p>
        </ConfirmDialog>
      )}
    </p>
  );
}
