import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TenantDeletion, TenantDeletionStep } from '../../api/types';
import { absolute } from '../../ui/format';
import { FactList, type Fact } from '../../ui/FactList';
import { Pager, useSlice } from '../../ui/Pager';
import { StateLabel } from '../../ui/StateLabel';
import { Took, When } from '../../ui/When';
import { goneTexts } from './gone';

const STEPS_SHOWN = 30;

/** A deletion that runs is not good yet; one that is done is. */
export function DeletionStateLabel({ state }: { state: TenantDeletion['state'] }) {
  return <StateLabel state={state} compact {...(state === 'RUNNING' ? { tone: 'moving' as const } : {})} />;
}

/** What happens now, who asked for it, and what has become of each step. */
export function DeletionView({
  deletion,
  children,
}: {
  deletion: TenantDeletion;
  /** What stands before the steps. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const over = deletion.state === 'DONE' || deletion.state === 'RESTORED';
  // The next step may be of a tenant that the reader may not see: then the server says so.
  const next = deletion.steps.find((step) => step.state !== 'DONE');
  const now =
    deletion.state === 'RUNNING' && next && !hidesSome(deletion.steps)
      ? t('deletions.now', { step: t(`deletionStep.${next.kind}`), tenant: next.tenantPath })
      : deletion.status;
  const facts: Fact[] = [
    [t('deletions.askedBy'), deletion.askedBy],
    [t('deletions.asked'), <When key="asked" at={deletion.askedAt} />],
    [
      t('deletions.reason'),
      deletion.reason === '' ? <span className="m-muted">{t('deletions.noReason')}</span> : deletion.reason,
    ],
    [
      t(deletion.state === 'GRACE' ? 'deletions.grace' : 'deletions.graceEnded'),
      <When key="grace" at={deletion.graceEndsAt} />,
    ],
  ];
  if (deletion.startedAt) facts.push([t('deletions.started'), <When key="begun" at={deletion.startedAt} />]);
  if (deletion.completedAt)
    facts.push([t('deletions.completed'), <When key="ended" at={deletion.completedAt} />]);
  if (deletion.restoredAt)
    facts.push([
      t('deletions.restored'),
      <span key="restored">
        <When at={deletion.restoredAt} /> {t('deletions.restoredBy', { name: deletion.restoredBy ?? '–' })}
      </span>,
    ]);
  return (
    <div className="m-stack-small">
      <p data-testid="deletion-status">
        {deletion.state === 'GRACE' ? (
          <>
            {t('deletions.inGrace')}{' '}
            <strong>{t('deletions.inGraceUntil', { at: absolute(new Date(deletion.graceEndsAt)) })}</strong>
          </>
        ) : (
          now
        )}
      </p>
      <FactList facts={facts} />
      {children}
      {deletion.state !== 'RESTORED' && <Steps steps={deletion.steps} begun={deletion.state !== 'GRACE'} />}
      {!over && <Stays stays={deletion.stays} />}
    </div>
  );
}

/** What outlives the tenant. */
export function Stays({ stays }: { stays: string[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <h3 className="m-small-title">{t('deletions.stays')}</h3>
      <ul className="m-bullets">
        {stays.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

/** Steps are numbered over all tenants that go: what is missing in between is not the reader's to see. */
const hidesSome = (steps: TenantDeletionStep[]) => steps.length < (steps.at(-1)?.position ?? 0);

function Steps({ steps, begun }: { steps: TenantDeletionStep[]; begun: boolean }) {
  const { t } = useTranslation();
  const { shown, ...pager } = useSlice(steps, STEPS_SHOWN);
  const several = new Set(steps.map((step) => step.tenantPath)).size > 1;
  const done = steps.filter((step) => step.state === 'DONE').length;
  return (
    <div className="m-stack-small">
      <div>
        <h3 className="m-small-title">
          {t('deletions.steps')}{' '}
          <span className="m-muted m-figures">{t('deletions.stepsDone', { done, all: steps.length })}</span>
        </h3>
        {!begun && <p className="m-hint">{t('deletions.begins')}</p>}
        {hidesSome(steps) && <p className="m-hint">{t('deletions.stepsHidden')}</p>}
      </div>
      <ol className="m-rows m-rows-tight" data-testid="deletion-steps">
        {shown.map((step) => (
          <Step key={step.position} step={step} several={several} />
        ))}
      </ol>
      <Pager label={t('deletions.steps')} {...pager} />
    </div>
  );
}

function Step({ step, several }: { step: TenantDeletionStep; several: boolean }) {
  const { t } = useTranslation();
  const gone = goneTexts(t, step.gone);
  return (
    <li>
      <div>
        <strong>
          {t('deletions.step', { number: step.position, name: t(`deletionStep.${step.kind}`) })}
        </strong>{' '}
        {several && <span className="m-muted m-break">{step.tenantPath}</span>}
        <div className="m-hint">{step.description}</div>
        {step.state === 'WAITING' && (
          <div className="m-reason">
            {t('deletions.waits')} <Took from={step.since} to={null} />
            {step.reason !== '' && t('deletions.waitsFor', { reason: step.reason })}
          </div>
        )}
        {step.state === 'DONE' && (
          <div className="m-hint">
            {t('deletions.doneAt')} <When at={step.since} />
            {gone.length > 0 && <> · {t('deletions.gone', { what: gone.join(', ') })}</>}
          </div>
        )}
      </div>
      <StateLabel state={step.state} compact />
    </li>
  );
}
