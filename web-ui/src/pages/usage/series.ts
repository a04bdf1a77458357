import type { UsageReport } from '../../api/types';

export const MEASURES = ['cpuHours', 'memoryGibHours', 'diskGibHours', 'podHours'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Series {
  tenant: string;
  values: number[];
}

/** What is drawn: one value a day for each tenant. Numbers here are for the eye; sums come from the server. */
export function seriesOf(report: UsageReport, days: string[], measure: Measure): Series[] {
  const at = new Map(days.map((day, index) => [day, index]));
  const byTenant = new Map<string, number[]>();
  for (const row of report.rows) {
    const index = row.day === null ? undefined : at.get(row.day.slice(0, 10));
    if (index === undefined) continue;
    const values = byTenant.get(row.tenant) ?? days.map(() => 0);
    values[index] = (values[index] ?? 0) + Number(row[measure]);
    byTenant.set(row.tenant, values);
  }
  return [...byTenant]
    .map(([tenant, values]) => ({ tenant, values }))
    .sort((a, b) => a.tenant.localeCompare(b.tenant));
}
