import type { QuotaResource } from '../../api/types';

export const LIMITED = ['cpus', 'memory', 'disk', 'pods'] as const satisfies QuotaResource[];
export type LimitTexts = Record<QuotaResource, string>;

const GIB = 1024 ** 3;
const inGib = (resource: QuotaResource) => resource === 'memory' || resource === 'disk';

/** A limit as a person edits it: cores, GiB, GiB, pods. No limit is no text. */
export function limitText(resource: QuotaResource, limit: number | null | undefined): string {
  if (limit === undefined || limit === null) return '';
  return String(inGib(resource) ? limit / GIB : limit);
}

/** What was typed in the API's units; null when it is no limit. Fractions of a byte are cut. */
export function limitValue(resource: QuotaResource, text: string): number | null {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN;
  if (!Number.isFinite(value)) return null;
  if (resource === 'pods') return Number.isInteger(value) ? value : null;
  return inGib(resource) ? Math.floor(value * GIB) : value;
}
