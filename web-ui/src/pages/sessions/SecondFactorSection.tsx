import { Button, Label } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secondFactorQuery } from '../../api/queries';
import type { SecondFactor } from '../../api/types';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { When } from '../../ui/When';
import { DisableSecondFactor, EnrolSecondFactor } from './SecondFactorDialogs';

/** One's own second factor: whether there is one, and the way to set it up or take it away. */
export function SecondFactorSection() {
  const { t } = useTranslation();
  const { data, error } = useQuery(secondFactorQuery);
  const [asked, setAsked] = useState<'enrol' | 'disable' | null>(null);
  const close = () => setAsked(null);
  if (error) return <ProblemPanel error={error} />;
  if (!data?.possible) return null;
  return (
    <section className="m-card m-second-factor" aria-labelledby="second-factor" data-testid="second-factor">
      <div className="m-card-head">
        <h2 className="m-card-title" id="second-factor">
          {t('secondFactor.title')}
        </h2>
        {data.since === null ? (
          <Button variant="secondary" onClick={() => setAsked('enrol')} data-testid="second-factor-enrol">
            {t('secondFactor.enrol')}
          </Button>
        ) : (
          <Button
            variant="secondary"
            isDanger
            onClick={() => setAsked('disable')}
            data-testid="second-factor-disable"
          >
            {t('secondFactor.disable')}
          </Button>
        )}
      </div>
      <Status factor={data} />
      {asked === 'enrol' && <EnrolSecondFactor onClose={close} />}
      {asked === 'disable' && <DisableSecondFactor onClose={close} />}
    </section>
  );
}

function Status({ factor }: { factor: SecondFactor }) {
  const { t } = useTranslation();
  if (factor.since === null) {
    return <p>{t(factor.required ? 'secondFactor.missing' : 'secondFactor.none')}</p>;
  }
  return (
    <p>
      <Label isCompact color="green">
        {t('secondFactor.on')}
      </Label>{' '}
      {t('secondFactor.since')} <When at={factor.since} />.{' '}
      {t('secondFactor.left', { count: factor.recoveryCodes })}
    </p>
  );
}
