import { Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../../api/types';
import { DoneIcon, OffIcon } from '../../ui/icons';

const ORIGINS = ['person', 'service-account', 'agent', 'system', 'anonymous'] as const;

/** Who asked, and as what; the name may have been erased since. */
export function Who({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  return (
    <div>
      <Kept value={event.actor} />
      <div className="m-hint">
        <OriginName origin={event.origin} />
        {event.behalf !== null && ` ${t('audit.onBehalf', { name: event.behalf })}`}
      </div>
    </div>
  );
}

/** A value that may have been erased. */
export function Kept({ value }: { value: string | null }) {
  const { t } = useTranslation();
  return value === null ? (
    <span>
      <Label isCompact>{t('audit.erased')}</Label>
    </span>
  ) : (
    <span className="m-break">{value || '–'}</span>
  );
}

/** The server may know an origin that this version does not: it is shown as it came. */
export function OriginName({ origin }: { origin: string }) {
  const { t } = useTranslation();
  const known = ORIGINS.find((one) => one === origin);
  return known ? t(`audit.origin.${known}`) : origin;
}

export function OutcomeLabel({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  const done = event.outcome === 'DONE';
  const word = t(`audit.outcome.${done ? 'DONE' : 'REFUSED'}`);
  const why =
    event.result === '' || event.result === 'done' || event.result === 'refused' ? '' : event.result;
  return (
    <div>
      <Label isCompact color={done ? 'green' : 'orange'} icon={done ? <DoneIcon /> : <OffIcon />}>
        {word}
      </Label>
      {why !== '' && <div className="m-hint">{why}</div>}
    </div>
  );
}
