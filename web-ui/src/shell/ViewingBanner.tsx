import { Alert, AlertActionLink } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { meQuery, paths } from '../api/queries';
import type { Viewing } from '../api/types';
import { clock } from '../ui/format';
import { useMe } from './useMe';

const AN_HOUR = 3_600_000;

/** Says on every page that the person views as a tenant, read only and for how long, and ends that. */
export function ViewingBanner() {
  const { viewing } = useMe();
  return viewing && <Banner viewing={viewing} />;
}

function Banner({ viewing }: { viewing: Viewing }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { until } = viewing;
  useEffect(() => {
    // The server ends it at that time by itself; what comes of that is shown once /me says so.
    const left = Math.min(Math.max(0, Date.parse(until) - Date.now()), AN_HOUR) + 1000;
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: meQuery.queryKey }), left);
    return () => clearTimeout(timer);
  }, [client, until]);
  const end = useMutation({
    mutationFn: () => call(paths.view, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  return (
    <Alert
      variant={end.error ? 'danger' : 'info'}
      isInline
      component="p"
      role="status"
      className="m-viewing"
      data-testid="viewing"
      title={t('viewing.title', { tenant: viewing.tenant.path, time: clock(until) })}
      actionLinks={
        <AlertActionLink onClick={() => end.mutate()} isDisabled={end.isPending} data-testid="end-view">
          {t('viewing.end')}
        </AlertActionLink>
      }
    >
      {end.error?.message}
    </Alert>
  );
}
