import { Label, Modal, ModalBody, ModalHeader } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../../api/types';
import { Copyable } from '../../ui/Copyable';
import { FactList, type Fact } from '../../ui/FactList';
import { absolute } from '../../ui/format';
import { Kept, OriginName, OutcomeLabel } from './parts';

/** Everything that was recorded about one event. */
export function EventDialog({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const { t } = useTranslation();
  const id = (name: string, value: string | null): Fact[] =>
    value === null ? [] : [[name, <Copyable key={name} text={value} label={name} shorten />]];
  const digest = (name: string, value: string | null): Fact => [
    name,
    value === null ? (
      <span className="m-muted">{t('audit.notKnown')}</span>
    ) : (
      <Copyable text={value} label={name} shorten />
    ),
  ];
  const facts: Fact[] = [
    [
      t('audit.at'),
      <time key="at" dateTime={event.at}>
        {absolute(new Date(event.at))}
      </time>,
    ],
    [t('audit.actor'), <Kept key="who" value={event.actor} />],
    ...id(t('audit.actorId'), event.actorId),
    [t('audit.through'), <OriginName key="through" origin={event.origin} />],
    ...id(t('audit.throughAgent'), event.originId),
    ...(event.behalfId === null
      ? []
      : ([[t('audit.behalf'), <Kept key="behalf" value={event.behalf} />]] satisfies Fact[])),
    ...id(t('audit.behalfId'), event.behalfId),
    [t('audit.address'), <code key="from">{event.address ?? '–'}</code>],
    [t('audit.subject'), <Kept key="what" value={event.subject} />],
    ...id(t('audit.subjectId'), event.subjectId),
    [t('audit.result'), <OutcomeLabel key="result" event={event} />],
    ...id(t('audit.trace'), event.traceId),
    digest(t('audit.before'), event.before),
    digest(t('audit.after'), event.after),
    [t('audit.entry'), event.position ?? t('audit.pending')],
    ...id(t('audit.eventId'), event.id),
    [
      t('audit.said'),
      event.detail === null ? (
        <Label key="said" isCompact>
          {t('audit.erased')}
        </Label>
      ) : (
        <code key="said" className="m-break">
          {JSON.stringify(event.detail)}
        </code>
      ),
    ],
  ];
  return (
    <Modal isOpen onClose={onClose} variant="medium" aria-labelledby="audit-event">
      <ModalHeader title={event.action} labelId="audit-event" />
      <ModalBody>
        <FactList facts={facts} testId="audit-event" />
      </ModalBody>
    </Modal>
  );
}
