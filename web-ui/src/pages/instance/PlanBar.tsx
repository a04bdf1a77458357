import { useTranslation } from 'react-i18next';
import type { Plan } from '../../api/types';
import { Took } from '../../ui/When';
import { percent, progressOf } from './planStatus';

export function PlanBar({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const done = percent(plan);
  const text = t('plan.steps', { complete: plan.stepsComplete, total: plan.stepsTotal });
  return (
    <div className="m-meter">
      <div className="m-meter-text">
        <span className="m-figures">{text}</span>
        {plan.startedAt && (
          <span className="m-muted">
            {plan.completedAt ? t('plan.took') : t('plan.runningFor')}{' '}
            <Took from={plan.startedAt} to={plan.completedAt} />
          </span>
        )}
      </div>
      <div
        className={`m-meter-track m-plan-${progressOf(plan.status)}`}
        role="progressbar"
        aria-label={t('plan.progress', { plan: plan.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={done}
        aria-valuetext={text}
      >
        <span className="m-meter-fill" style={{ inlineSize: `${done}%` }} />
      </div>
    </div>
  );
}
