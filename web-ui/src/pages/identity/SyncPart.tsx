import { Alert, Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { synchronise } from '../../api/identity';
import type { IdentitySync, IdentitySyncResult } from '../../api/types';
import { useReadAgain } from '../../api/useReadAgain';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { SyncResult } from './SyncResult';
import { SyncStanding } from './SyncStanding';

interface Round {
  released: boolean;
  result: IdentitySyncResult;
}

/** How rounds go, what one would change or has changed, and the release of what is held back. */
export function SyncPart({ sync }: { sync: IdentitySync | null }) {
  const { t } = useTranslation();
  const may = useCan(PLATFORM, 'member:write');
  const readAgain = useReadAgain();
  const [releasing, setReleasing] = useState(false);
  const round = useMutation({
    mutationFn: async (asked: { dryRun: boolean; manyMayGo: boolean }): Promise<Round> => ({
      released: asked.manyMayGo,
      result: await synchronise(asked),
    }),
    onSuccess: ({ result }) =>
      result.dryRun ? undefined : readAgain('identity', 'members', 'groups', 'tenants', 'roles'),
  });
  const busy = (dryRun: boolean, manyMayGo = false) =>
    round.isPending && round.variables.dryRun === dryRun && round.variables.manyMayGo === manyMayGo;
  const last = round.data;
  const held = last && !last.released ? last.result.withheld.length : (sync?.withheld ?? 0);
  return (
    <>
      <section className="m-card m-narrow" aria-labelledby="sync">
        <SyncStanding
          sync={sync}
          actions={
            may && (
              <>
                <Button
                  variant="secondary"
                  isLoading={busy(true)}
                  isDisabled={round.isPending}
                  onClick={() => round.mutate({ dryRun: true, manyMayGo: false })}
                  data-testid="sync-look"
                >
                  {t('identity.look')}
                </Button>
                <Button
                  isLoading={busy(false)}
                  isDisabled={round.isPending}
                  onClick={() => round.mutate({ dryRun: false, manyMayGo: false })}
                  data-testid="sync-run"
                >
                  {t('identity.run')}
                </Button>
              </>
            )
          }
        />
      </section>
      {held > 0 && (
        <Alert
          isInline
          variant="warning"
          component="h2"
          className="m-narrow"
          title={t('identity.withheldTitle', { count: held })}
          data-testid="withheld"
        >
          <p>{t('identity.withheldBody')}</p>
          {may && (
            <Button
              variant="secondary"
              className="m-gap-top"
              isLoading={busy(true, true)}
              isDisabled={round.isPending}
              onClick={() => round.mutate({ dryRun: true, manyMayGo: true })}
              data-testid="sync-look-released"
            >
              {t('identity.lookReleased')}
            </Button>
          )}
        </Alert>
      )}
      {round.error && <ProblemPanel error={round.error} />}
      {last && (
        <SyncResult
          result={last.result}
          released={last.released}
          action={
            last.released &&
            last.result.dryRun &&
            last.result.differences.length > 0 && (
              <Button
                variant="danger"
                isDisabled={round.isPending}
                onClick={() => setReleasing(true)}
                data-testid="sync-release"
              >
                {t('identity.release')}
              </Button>
            )
          }
        />
      )}
      {releasing && last && (
        <ConfirmDialog
          danger
          title={t('identity.releaseOf')}
          description={t('identity.releaseBody', { count: last.result.differences.length })}
          submit={t('identity.release')}
          send={() => round.mutateAsync({ dryRun: false, manyMayGo: true })}
          onDone={() => Promise.resolve()}
          onClose={() => setReleasing(false)}
        />
      )}
    </>
  );
}
