/** Periods are half-open, in UTC and start at midnight: [from, to). */
export interface Period {
  from: string;
  to: string;
}

export type PresetId = 'last7' | 'last30' | 'thisMonth' | 'lastMonth';

export const PRESETS: PresetId[] = ['last7', 'last30', 'thisMonth', 'lastMonth'];

const day = (date: Date) => date.toISOString().slice(0, 10);
const utc = (year: number, month: number, date: number) => new Date(Date.UTC(year, month, date));

/** The days of a preset as seen now; the current day is inside, so that running services show. */
export function preset(id: PresetId, now: Date): Period {
  const [y, m, d] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  switch (id) {
    case 'last7':
      return { from: day(utc(y, m, d - 6)), to: day(utc(y, m, d + 1)) };
    case 'last30':
      return { from: day(utc(y, m, d - 29)), to: day(utc(y, m, d + 1)) };
    case 'thisMonth':
      return { from: day(utc(y, m, 1)), to: day(utc(y, m + 1, 1)) };
    case 'lastMonth':
      return { from: day(utc(y, m - 1, 1)), to: day(utc(y, m, 1)) };
  }
}

export function instantOf(date: string): string {
  return `${date}T00:00:00Z`;
}

export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let at = new Date(instantOf(from)); at < new Date(instantOf(to)) && days.length < 400;) {
    days.push(day(at));
    at = new Date(at.getTime() + 86_400_000);
  }
  return days;
}

export function isPeriod({ from, to }: Period): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(from) && /^\d{4}-\d\d-\d\d$/.test(to) && from < to;
}
