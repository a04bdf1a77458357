import { expect, it } from 'vitest';
import type { PodExplanation } from '../../api/types';
import { funnelOf, withoutRule } from './funnel';

const rule = (name: string, nodes: number, reason = '') => ({ rule: name, reason, nodes, examples: [] });

it('narrows from rule to rule down to the nodes that fit', () => {
  const pod = { considered: 10, dropped: [rule('zone', 4), rule('cpus', 5)] } as unknown as PodExplanation;
  const { rows, left } = funnelOf(pod);
  expect(rows.map((row) => row.left)).toEqual([6, 1]);
  expect(left).toBe(1);
  expect(funnelOf({ ...pod, dropped: [] }).left).toBe(10);
});

it('says the name of a rule once', () => {
  expect(withoutRule(rule('@hostname UNIQUE', 1, '@hostname UNIQUE: one is here'))).toBe('one is here');
  expect(withoutRule(rule('cpus', 1, 'asked 2, free 1'))).toBe('asked 2, free 1');
});
