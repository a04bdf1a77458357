import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { endpointsQuery, plansQuery, podsQuery } from '../../api/queries';
import type { Plan } from '../../api/types';
import { instanceLink } from '../../scope/scope';
import { Copyable } from '../../ui/Copyable';
import { capital } from '../../ui/format';
import { Skeletons } from '../../ui/Frame';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { StateLabel } from '../../ui/StateLabel';
import { useCan } from '../../shell/useCan';
import { MaintenanceCard } from '../maintenance/MaintenanceCard';
import type { TabProps } from './InstancePage';
import { PlanBar } from './PlanBar';
import { blockingStep, isOpen, plansByInterest } from './planStatus';
import { Topology } from './Topology';

export function InstanceOverview({ instance }: TabProps) {
  const { t } = useTranslation();
  const path = instance.tenant.path;
  const may = useCan({ kind: 'tenant', path }, 'instance:write');
  const pods = useQuery(podsQuery(path, instance.name));
  const plans = useQuery(plansQuery(path, instance.name));
  const endpoints = useQuery(endpointsQuery(path, instance.name));
  const plan = plans.data ? plansByInterest(plans.data)[0] : undefined;
  return (
    <div className="m-stack">
      {plan && <PlanCard plan={plan} link={instanceLink(path, instance.name, 'plans')} />}
      <section className="m-card" aria-labelledby="topology">
        <h2 id="topology" className="m-card-title">
          {t('topology.title')}
        </h2>
        {pods.error ? (
          <ProblemPanel error={pods.error} onRetry={() => void pods.refetch()} />
        ) : pods.data ? (
          <Topology pods={pods.data} />
        ) : (
          <Skeletons label={t('shell.loading')} />
        )}
      </section>
      <MaintenanceCard tenant={path} instance={instance.name} may={may} />
      {endpoints.data && endpoints.data.length > 0 && (
        <section className="m-card" aria-labelledby="reach">
          <div className="m-card-head">
            <h2 id="reach" className="m-card-title">
              {t('endpoints.reach')}
            </h2>
            <Link to={instanceLink(path, instance.name, 'endpoints')}>{t('action.showAll')}</Link>
          </div>
          <ul className="m-rows m-rows-tight">
            {endpoints.data.slice(0, 4).map((endpoint) => {
              const all = endpoint.addresses.map((address) => address.advertised).join(',');
              return (
                <li key={endpoint.name + endpoint.kind}>
                  <strong>{endpoint.name}</strong>
                  {all === '' ? (
                    <span className="m-muted">{t('endpoints.notYet')}</span>
                  ) : (
                    <Copyable text={all} label={endpoint.name} />
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
}

function PlanCard({ plan, link }: { plan: Plan; link: string }) {
  const { t } = useTranslation();
  const step = isOpen(plan) ? blockingStep(plan) : null;
  return (
    <section className="m-card" aria-labelledby="plan-now">
      <div className="m-card-head">
        <h2 id="plan-now" className="m-card-title">
          {t('plan.named', { plan: capital(plan.name) })}
        </h2>
        <StateLabel state={plan.status} compact />
      </div>
      <PlanBar plan={plan} />
      {step && (
        <p className="m-gap-top">
          <strong>{step.name}</strong> {step.reason}
        </p>
      )}
      <p className="m-gap-top">
        <Link to={link}>{t('plan.show')}</Link>
      </p>
    </section>
  );
}
