import type { TFunction } from 'i18next';
import type { TenantDeletion, TenantDeletionReport } from '../../api/types';
import { en } from '../../i18n/en';
import { count } from '../../ui/format';

type Forms = keyof typeof en.gone;
type Kind = Forms extends infer F ? (F extends `${infer K}_one` ? K : never) : never;

const isKind = (kind: string): kind is Kind => `${kind}_one` in en.gone;

/** How many of each kind of thing, in words; a kind that this version does not know as it came. */
export function goneTexts(t: TFunction, gone: Record<string, number>): string[] {
  return Object.entries(gone)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) =>
      isKind(kind) ? t(`gone.${kind}`, { count: number }) : `${count(number)} ${kind}`,
    );
}

/** The part of a report's statement that is shown; null when it is none that this version knows. */
export function figuresOf(
  report: TenantDeletionReport,
): { completedAt: string; total: Record<string, number> } | null {
  try {
    const read = JSON.parse(report.statement) as { completedAt?: unknown; total?: unknown };
    if (typeof read.completedAt !== 'string' || typeof read.total !== 'object' || read.total === null)
      return null;
    return { completedAt: read.completedAt, total: read.total as Record<string, number> };
  } catch {
    // Said on the page: the report can be downloaded and checked all the same.
    return null;
  }
}

/** What a downloaded report is called. */
export const reportFile = ({ label }: Pick<TenantDeletion, 'label'>) => `deletion-${label}.json`;
