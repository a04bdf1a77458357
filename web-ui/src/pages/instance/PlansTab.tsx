import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { plansQuery } from '../../api/queries';
import type { Phase, Plan, Step } from '../../api/types';
import { EmptyHint } from '../../ui/Frame';
import { DoneIcon, FailedIcon, MovingIcon, WaitingIcon } from '../../ui/icons';
import { capital } from '../../ui/format';
import { StateLabel } from '../../ui/StateLabel';
import { Took, When } from '../../ui/When';
import { Loaded } from '../../ui/Loaded';
import { StartNow } from '../maintenance/StartNow';
import type { TabProps } from './InstancePage';
import { PlanBar } from './PlanBar';
import { completeSteps, isOpen, plansByInterest, progressOf, type Progress } from './planStatus';

const ICONS: Record<Progress, ComponentType> = {
  done: DoneIcon,
  moving: MovingIcon,
  waiting: WaitingIcon,
  failed: FailedIcon,
};

export function PlansTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const plans = useQuery(plansQuery(instance.tenant.path, instance.name));
  if (!plans.data) return <Loaded query={plans}>{() => null}</Loaded>;
  if (plans.data.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint title={t('plan.emptyTitle')} body={t('plan.emptyBody')} icon={WaitingIcon} />
      </div>
    );
  }
  return (
    <div className="m-stack">
      {plansByInterest(plans.data).map((plan, index) => (
        <PlanTree key={plan.name} instance={instance} plan={plan} open={index === 0 || isOpen(plan)} />
      ))}
    </div>
  );
}

function PlanTree({ instance, plan, open }: TabProps & { plan: Plan; open: boolean }) {
  const { t } = useTranslation();
  return (
    <section
      className="m-card"
      aria-label={t('plan.named', { plan: capital(plan.name) })}
      data-testid={`plan-${plan.name}`}
      data-status={plan.status}
    >
      <div className="m-card-head">
        <h2 className="m-card-title">
          {t('plan.named', { plan: capital(plan.name) })}{' '}
          <span className="m-muted m-small">{t('plan.strategy', { strategy: plan.strategy })}</span>
        </h2>
        <StateLabel state={plan.status} compact />
      </div>
      <PlanBar plan={plan} />
      {plan.reason !== '' && isOpen(plan) && <p className="m-gap-top">{plan.reason}</p>}
      {plan.heldUntil !== null && <StartNow instance={instance} plan={plan} />}
      {plan.errors.map((error) => (
        <Alert key={error} variant="danger" isInline component="p" title={error} className="m-gap-top" />
      ))}
      <details className="m-details" open={open}>
        <summary>{t('plan.phases', { count: plan.phases.length })}</summary>
        <ol className="m-phases">
          {plan.phases.map((phase) => (
            <PhaseTree key={phase.id} phase={phase} />
          ))}
        </ol>
      </details>
    </section>
  );
}

function PhaseTree({ phase }: { phase: Phase }) {
  const { t } = useTranslation();
  const progress = progressOf(phase.status);
  const Icon = ICONS[progress];
  return (
    <li>
      <div className={`m-phase m-progress-${progress}`}>
        <Icon />
        <strong>{phase.name}</strong>
        <span className="m-muted m-small">
          {t('plan.strategy', { strategy: phase.strategy })} ·{' '}
          {t('plan.steps', { complete: completeSteps(phase), total: phase.steps.length })}
        </span>
      </div>
      <ol className="m-steps">
        {phase.steps.map((step) => (
          <StepRow key={step.id} step={step} />
        ))}
      </ol>
    </li>
  );
}

function StepRow({ step }: { step: Step }) {
  const { t } = useTranslation();
  const done = step.status === 'COMPLETE';
  return (
    <li
      className={`m-step m-progress-${progressOf(step.status)}`}
      data-testid={`step-${step.pod}`}
      data-status={step.status}
    >
      <div>
        <span className="m-step-name">{step.name}</span>
        {!done && step.reason !== '' && <div>{step.reason}</div>}
        {step.attempts > 1 && <div className="m-hint">{t('plan.attempts', { count: step.attempts })}</div>}
      </div>
      <span className="m-row-end">
        <span className="m-muted m-small">
          {done ? (
            <When at={step.since} />
          ) : (
            <>
              {t('plan.for')} <Took from={step.since} to={null} />
            </>
          )}
        </span>
        <StateLabel state={step.status} compact />
      </span>
    </li>
  );
}
