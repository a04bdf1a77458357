import { Label } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentitySync } from '../../api/types';
import { FactList, type Fact } from '../../ui/FactList';
import { DoneIcon, WarningIcon } from '../../ui/icons';
import { When } from '../../ui/When';

/** How the last rounds went, and when the next one is. */
export function SyncStanding({ sync, actions }: { sync: IdentitySync | null; actions: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="m-card-head">
        <h2 id="sync" className="m-card-title">
          {t('identity.sync')} {sync && <ResultLabel result={sync.result} />}
        </h2>
        <span className="m-buttons">{actions}</span>
      </div>
      {sync === null ? <p>{t('identity.none')}</p> : <Standing sync={sync} />}
    </>
  );
}

function ResultLabel({ result }: { result: IdentitySync['result'] }) {
  const { t } = useTranslation();
  const done = result === 'done';
  return (
    <Label isCompact color={done ? 'green' : 'orange'} icon={done ? <DoneIcon /> : <WarningIcon />}>
      {t(`identity.result.${result}`)}
    </Label>
  );
}

function Standing({ sync }: { sync: IdentitySync }) {
  const { t } = useTranslation();
  const facts: Fact[] = [
    [t('identity.attempted'), <When key="a" at={sync.attemptedAt} />],
    [t('identity.succeeded'), <When key="s" at={sync.succeededAt} />],
    [t('identity.next'), <When key="n" at={sync.nextAt} />],
    [
      t('identity.changed'),
      <span key="c" className="m-figures">
        {sync.changed}
      </span>,
    ],
    [
      t('identity.withheld'),
      <span key="w" className="m-figures">
        {sync.withheld}
      </span>,
    ],
  ];
  if (sync.failures > 0) facts.push([t('identity.failures'), <span key="f">{sync.failures}</span>]);
  return (
    <>
      {sync.reason !== null && <p className="m-reason">{sync.reason}</p>}
      <FactList facts={facts} />
    </>
  );
}
