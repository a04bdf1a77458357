import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Amounts, QuotaLine, QuotaResource } from '../api/types';
import { can } from '../scope/permissions';
import { scopeRoot } from '../scope/scope';
import { useMe } from '../shell/useMe';
import { amount, bytes, cpus, share } from './format';

interface MeterProps {
  label: string;
  used: number;
  whole: number | null;
  text: string;
  /** A second, hatched part on top of what is used: what a change would add. */
  added?: number;
  /** How much of the whole is kept for this one, marked on the bar. */
  guarantee?: number;
  compact?: boolean;
}

/**
 * A bar of what is used of a whole. Colour follows how full it is; the numbers are always written too.
 * What has no limit has no bar: an empty one would read as nothing used.
 */
export function Meter({ label, used, whole, text, added = 0, guarantee = 0, compact = false }: MeterProps) {
  const part = share(used, whole);
  const extra = share(used + added, whole) - part;
  const full = part + extra;
  const level =
    whole !== null && used + added > whole ? 'over' : full >= 0.9 ? 'high' : full >= 0.75 ? 'mid' : 'low';
  return (
    <div className={compact ? 'm-meter m-meter-compact' : 'm-meter'}>
      <div className="m-meter-text">
        <span className="m-meter-label">{label}</span>
        <span className="m-figures m-muted">{text}</span>
      </div>
      {whole !== null && (
        <div
          className={`m-meter-track m-meter-${level}`}
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(full * 100)}
          aria-valuetext={text}
        >
          <span className="m-meter-fill" style={{ inlineSize: `${part * 100}%` }} />
          {added > 0 && (
            <span className="m-meter-added" style={{ inlineSize: `${Math.max(extra * 100, 0.5)}%` }} />
          )}
          {guarantee > 0 && (
            <span
              className="m-meter-guarantee"
              style={{ insetInlineStart: `${share(guarantee, whole) * 100}%` }}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** Allocated of capacity for cpus, memory and disk. */
export function CapacityMeters({
  allocated,
  capacity,
  compact,
}: {
  allocated: Amounts;
  capacity: Amounts;
  compact?: boolean;
}) {
  const { t } = useTranslation();
  const of = (used: string, whole: string) => t('meter.of', { used, whole });
  return (
    <div className="m-meters">
      <Meter
        label={t('resource.cpus')}
        used={allocated.cpus}
        whole={capacity.cpus}
        text={of(String(Math.round(allocated.cpus * 100) / 100), cpus(capacity.cpus))}
        compact={compact}
      />
      <Meter
        label={t('resource.memory')}
        used={allocated.memoryBytes}
        whole={capacity.memoryBytes}
        text={of(bytes(allocated.memoryBytes), bytes(capacity.memoryBytes))}
        compact={compact}
      />
      <Meter
        label={t('resource.disk')}
        used={allocated.diskBytes}
        whole={capacity.diskBytes}
        text={of(bytes(allocated.diskBytes), bytes(capacity.diskBytes))}
        compact={compact}
      />
    </div>
  );
}

interface QuotaMetersProps {
  quota: QuotaLine[];
  /** The same lines as they are before a change, to mark what the change adds. */
  before?: QuotaLine[];
  compact?: boolean;
}

const ALWAYS: readonly QuotaResource[] = ['cpus', 'memory', 'disk', 'pods'];

/** Of the rarer resources only those that are used or limited. */
const worthShowing = (line: QuotaLine) =>
  ALWAYS.includes(line.resource) || line.used > 0 || line.limit !== null || line.guarantee > 0;

/** Quota as bars, naming the ancestor whose limit is the tightest. */
export function QuotaMeters({ quota, before, compact }: QuotaMetersProps) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className="m-meters">
      {quota.filter(worthShowing).map((line) => {
        const was = before?.find((one) => one.resource === line.resource)?.used ?? line.used;
        const used = Math.min(was, line.used);
        const text =
          line.limit === null
            ? t('meter.unlimited', { used: amount(line.resource, line.used) })
            : t('meter.of', {
                used: amount(line.resource, line.used),
                whole: amount(line.resource, line.limit),
              });
        const limitedBy = line.limitedBy;
        return (
          <div key={line.resource}>
            <Meter
              label={t(`resource.${line.resource}`)}
              used={used}
              added={before ? line.used - used : 0}
              whole={line.limit}
              guarantee={line.guarantee}
              text={text}
              compact={compact}
            />
            {line.guarantee > 0 && !compact && (
              <div className="m-hint">
                {t('meter.guaranteed', { amount: amount(line.resource, line.guarantee) })}
              </div>
            )}
            {limitedBy !== null && !compact && (
              <div className="m-hint">
                {t('meter.limitedBy')}{' '}
                {can(me, { kind: 'tenant', path: limitedBy }, 'tenant:read') ? (
                  <Link to={`${scopeRoot({ kind: 'tenant', path: limitedBy })}/quota`}>{limitedBy}</Link>
                ) : (
                  limitedBy
                )}
              </div>
            )}
          </div>
        );
      })}
    </div>
  );
}
