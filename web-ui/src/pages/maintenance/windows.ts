import type { TFunction } from 'i18next';
import type { MaintenanceWindow } from '../../api/types';
import { duration } from '../../ui/format';

export const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

export type Day = (typeof DAYS)[number];

/** A window as it is typed. */
export interface WindowDraft {
  days: Day[];
  start: string;
  durationMinutes: string;
  zone: string;
}

/** Sunday night, where the person is. */
export function newWindow(): WindowDraft {
  return {
    days: ['SUNDAY'],
    start: '02:00',
    durationMinutes: '240',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

export function draftOf(window: MaintenanceWindow): WindowDraft {
  return {
    days: DAYS.filter((day) => window.days.includes(day)),
    start: window.start,
    durationMinutes: String(window.durationMinutes),
    zone: window.zone,
  };
}

export function windowOf(draft: WindowDraft): MaintenanceWindow {
  return { ...draft, durationMinutes: Number(draft.durationMinutes) };
}

/** "Sat, Sun at 02:00 for 4 h, Europe/Paris". */
export function windowLine(t: TFunction, window: MaintenanceWindow): string {
  return t('maintenance.line', {
    days: draftOf(window)
      .days.map((day) => t(`maintenance.day.${day}`))
      .join(', '),
    start: window.start,
    duration: duration(window.durationMinutes * 60_000),
    zone: window.zone,
  });
}
