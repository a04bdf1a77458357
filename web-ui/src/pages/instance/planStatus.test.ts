import { describe, expect, it } from 'vitest';
import type { Plan, PlanStatus, Pod, Step } from '../../api/types';
import { parts, shortTask } from './logText';
import { blockingStep, completeSteps, percent, plansByInterest, progressOf } from './planStatus';
import { topologyOf } from './topology';

const step = (pod: string, status: PlanStatus): Step => ({
  id: pod,
  name: pod,
  pod,
  tasks: ['server'],
  status,
  reason: 'r',
  since: '2026-01-01T00:00:00Z',
  attempts: 1,
});
const plan = (
  name: string,
  status: PlanStatus,
  statuses: PlanStatus[],
  startedAt = '2026-01-01T00:00:00Z',
): Plan => ({
  name,
  strategy: 'serial',
  status,
  reason: '',
  heldUntil: null,
  startedAt,
  completedAt: null,
  errors: [],
  phases: [
    {
      id: 'p',
      name: 'p',
      strategy: 'serial',
      status,
      steps: statuses.map((one, index) => step(`pod-${index}`, one)),
    },
  ],
  stepsComplete: statuses.filter((one) => one === 'COMPLETE').length,
  stepsTotal: statuses.length,
});

describe('a plan', () => {
  it('is drawn as done, moving, waiting or failed', () => {
    expect(progressOf('COMPLETE')).toBe('done');
    expect(progressOf('STARTED')).toBe('moving');
    expect(progressOf('DELAYED')).toBe('waiting');
    expect(progressOf('ERROR')).toBe('failed');
  });

  it('counts its complete steps', () => {
    const one = plan('deploy', 'IN_PROGRESS', ['COMPLETE', 'STARTED', 'PENDING']);
    expect(percent(one)).toBe(33);
    expect(one.phases.map(completeSteps)).toEqual([1]);
    expect(percent(plan('deploy', 'COMPLETE', []))).toBe(100);
    expect(percent(plan('deploy', 'PENDING', []))).toBe(0);
  });

  it('waits for what failed, else for what moves, else for what is next', () => {
    expect(blockingStep(plan('d', 'ERROR', ['STARTED', 'ERROR']))?.pod).toBe('pod-1');
    expect(blockingStep(plan('d', 'IN_PROGRESS', ['PENDING', 'STARTED']))?.pod).toBe('pod-1');
    expect(blockingStep(plan('d', 'PENDING', ['COMPLETE', 'PENDING']))?.pod).toBe('pod-1');
    expect(blockingStep(plan('d', 'COMPLETE', ['COMPLETE']))).toBeNull();
  });

  it('comes first when it needs a person, then when it moves, then the newest', () => {
    const names = plansByInterest([
      plan('deploy', 'COMPLETE', [], '2026-01-01T00:00:00Z'),
      plan('newer', 'COMPLETE', [], '2026-01-02T00:00:00Z'),
      plan('update', 'IN_PROGRESS', []),
      plan('recovery', 'ERROR', []),
    ]).map((one) => one.name);
    expect(names).toEqual(['recovery', 'update', 'newer', 'deploy']);
  });
});

describe('a log', () => {
  it('marks each hit, whatever its case', () => {
    expect(
      parts('Error: no error', 'ERROR')
        .filter((part) => part.hit)
        .map((part) => part.text),
    ).toEqual(['Error', 'error']);
    expect(parts('x', '')).toEqual([{ text: 'x', hit: false }]);
  });

  it('names tasks without their pod', () => {
    expect(shortTask('broker-0', 'broker-0-server')).toBe('server');
    expect(shortTask('broker-0', 'server')).toBe('server');
  });
});

describe('the topology', () => {
  it('groups pods by region, zone and node, and keeps the ones without a place apart', () => {
    const pod = (name: string, region: string | null, node: string | null) =>
      ({ name, region, zone: region && 'a', node }) as Pod;
    const { regions, unplaced } = topologyOf([
      pod('b-0', 'hq', 'n1'),
      pod('b-1', 'hq', 'n1'),
      pod('b-2', 'edge', 'n2'),
      pod('b-3', null, null),
    ]);
    expect(regions.map((one) => one.region)).toEqual(['edge', 'hq']);
    expect(regions[1]?.zones[0]?.nodes[0]?.pods).toHaveLength(2);
    expect(unplaced.flatMap((one) => one.pods.map((each) => each.name))).toEqual(['b-3']);
  });
});
