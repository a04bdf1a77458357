import type { PodExplanation } from '../../api/types';

type Dropped = PodExplanation['dropped'][number];

/** The rules in order, each with how many nodes were left after it, and how many are left at the end. */
export function funnelOf(pod: PodExplanation): { rows: (Dropped & { left: number })[]; left: number } {
  let left = pod.considered;
  const rows = pod.dropped.map((rule) => ({ ...rule, left: (left -= rule.nodes) }));
  return { rows, left };
}

/** A rule's reason without the rule's name at its beginning, which stands before it already. */
export function withoutRule({ rule, reason }: Dropped): string {
  return reason.startsWith(`${rule}:`) ? reason.slice(rule.length + 1).trim() : reason;
}
