import type { QuotaResource, QuotaSetting } from '../../api/types';

export const LIMITED = [
  'cpus',
  'memory',
  'disk',
  'pods',
  'gpus',
  'instances',
  'volumes',
  'secrets',
] as const satisfies QuotaResource[];
export type LimitTexts = Record<QuotaResource, string>;

const GIB = 1024 ** 3;
const fractional = (resource: QuotaResource) => resource === 'cpus' || resource === 'gpus' || inGib(resource);
const inGib = (resource: QuotaResource) => resource === 'memory' || resource === 'disk';

/** A limit as a person edits it: cores, GiB, GiB, pods. No limit is no text. */
export function limitText(resource: QuotaResource, limit: number | null | undefined): string {
  if (limit === undefined || limit === null) return '';
  return String(inGib(resource) ? limit / GIB : limit);
}

/** What is wrong with what was typed; null: nothing. */
export function limitFault(resource: QuotaResource, text: string) {
  if (limitValue(resource, text) !== null) return null;
  return fractional(resource) ? ('limits.wrong' as const) : ('limits.wrongWhole' as const);
}

/** What was typed in the API's units; null when it is no limit. Fractions of a byte are cut. */
export function limitValue(resource: QuotaResource, text: string): number | null {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN;
  if (!Number.isFinite(value)) return null;
  if (!fractional(resource)) return Number.isInteger(value) ? value : null;
  return inGib(resource) ? Math.floor(value * GIB) : value;
}

/** The settings with one limit put in the place of the one of its scope and resource; null takes it away. */
export function withLimit(
  settings: QuotaSetting[],
  scope: string,
  resource: string,
  limit: number | null,
): QuotaSetting[] {
  const same = (one: QuotaSetting) => one.scope === scope && one.resource === resource;
  const guarantee = settings.find(same)?.guarantee ?? null;
  return [...settings.filter((one) => !same(one)), { scope, resource, limit, guarantee }].filter(
    (one) => one.limit !== null || one.guarantee !== null,
  );
}
