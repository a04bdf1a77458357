import type { Phase, Plan, PlanStatus, Step } from '../../api/types';

export type Progress = 'done' | 'moving' | 'waiting' | 'failed';

/** How a status is drawn: what is done, what moves, what waits, what needs a person. */
export function progressOf(status: PlanStatus): Progress {
  switch (status) {
    case 'COMPLETE':
      return 'done';
    case 'ERROR':
      return 'failed';
    case 'PREPARED':
    case 'STARTING':
    case 'STARTED':
    case 'IN_PROGRESS':
      return 'moving';
    case 'PENDING':
    case 'DELAYED':
    case 'WAITING':
      return 'waiting';
  }
}

export function isOpen(plan: Plan): boolean {
  return plan.status !== 'COMPLETE';
}

/** Completed steps in percent; a plan without steps is done when it says so. */
export function percent(plan: Plan): number {
  if (plan.stepsTotal === 0) return plan.status === 'COMPLETE' ? 100 : 0;
  return Math.round((plan.stepsComplete / plan.stepsTotal) * 100);
}

export function completeSteps(phase: Phase): number {
  return phase.steps.filter((step) => step.status === 'COMPLETE').length;
}

/** The plan a person looks for: one that failed, else one that moves, else the last that ended. */
export function plansByInterest(plans: Plan[]): Plan[] {
  const rank: Record<Progress, number> = { failed: 0, moving: 1, waiting: 2, done: 3 };
  return [...plans].sort((a, b) => {
    const byRank = rank[progressOf(a.status)] - rank[progressOf(b.status)];
    return byRank !== 0 ? byRank : (b.startedAt ?? '').localeCompare(a.startedAt ?? '');
  });
}

/** The first thing that a plan waits for: the first unfinished step of the first unfinished phase. */
export function blockingStep(plan: Plan): Step | null {
  const unfinished = plan.phases.flatMap((phase) => phase.steps).filter((step) => step.status !== 'COMPLETE');
  return (
    unfinished.find((step) => progressOf(step.status) === 'failed') ??
    unfinished.find((step) => progressOf(step.status) === 'moving' || step.status === 'DELAYED') ??
    unfinished[0] ??
    null
  );
}
