import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { query } from '../../api/client';
import { auditQuery } from '../../api/audit';
import { paths } from '../../api/queries';
import type { AuditEvent } from '../../api/types';
import { useList } from '../../api/useList';
import { useScope } from '../../shell/useScope';
import { absolute } from '../../ui/format';
import { AuditIcon, DownloadIcon } from '../../ui/icons';
import { FilteredList } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { useDebounced } from '../../ui/useDebounced';
import { useUrlFilters } from '../../ui/useUrlFilters';
import { When } from '../../ui/When';
import { instantOf } from '../usage/period';
import { AuditFrame } from './AuditFrame';
import { ChainVerdict, useChainCheck } from './ChainVerdict';
import { useErasure } from './ErasePerson';
import { EventDialog } from './EventDialog';
import { Kept, OutcomeLabel, Who } from './parts';
import { StreamingTab } from './StreamingTab';

const TYPED_MS = 300;
const FILTERS = ['actor', 'action', 'subject', 'outcome', 'from', 'to'] as const;

/** The days of the filter as the moments that the API compares with. */
function asked(values: Record<(typeof FILTERS)[number], string>): Record<string, string> {
  const { from, to, ...rest } = values;
  return { ...rest, ...(from && { from: instantOf(from) }), ...(to && { to: instantOf(to) }) };
}

/** The log of a scope, and where it is streamed to. */
export function AuditPage() {
  const streams = useSearchParams()[0].get('tab') === 'streaming';
  return streams ? <StreamingTab /> : <LogTab />;
}

function LogTab() {
  const { t } = useTranslation();
  const scope = useScope();
  const url = useUrlFilters(...FILTERS);
  const settled = useDebounced(query(asked(url.values)), TYPED_MS);
  const events = useList(auditQuery(scope, Object.fromEntries(new URLSearchParams(settled))));
  const check = useChainCheck(scope);
  const erasure = useErasure(scope);
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  const columns: Column<AuditEvent>[] = [
    { label: t('audit.at'), nowrap: true, cell: (event) => <When at={event.at} /> },
    { label: t('audit.actor'), cell: (event) => <Who event={event} /> },
    {
      label: t('audit.action'),
      nowrap: true,
      cell: (event) => (
        <Button
          variant="link"
          isInline
          onClick={() => setOpened(event)}
          aria-label={t('audit.open', { action: event.action, at: absolute(new Date(event.at)) })}
        >
          {event.action}
        </Button>
      ),
    },
    {
      label: t('audit.subject'),
      cell: (event) => <Kept value={event.subject} />,
    },
    { label: t('audit.result'), cell: (event) => <OutcomeLabel event={event} /> },
    { label: t('audit.address'), cell: (event) => <code>{event.address ?? '–'}</code> },
    { label: t('audit.entry'), numeric: true, cell: (event) => event.position ?? '…' },
  ];
  const typed = (['actor', 'action', 'subject'] as const).map((name) => ({
    name,
    label: t(`audit.by.${name}`),
    all: t(`audit.${name}`),
  }));
  const days = (['from', 'to'] as const).map((name) => ({
    name,
    label: t(`audit.${name}`),
    all: '',
    type: 'date' as const,
  }));
  const byOutcome = {
    name: 'outcome' as const,
    label: t('audit.by.outcome'),
    all: t('audit.all'),
    choices: (['DONE', 'REFUSED'] as const).map((value) => ({ value, label: t(`audit.outcome.${value}`) })),
  };
  return (
    <AuditFrame
      tab="log"
      lead={t('audit.lead', {
        where: scope.kind === 'tenant' ? t('audit.tenant', { tenant: scope.path }) : t('audit.platform'),
      })}
      actions={
        <>
          <Button
            variant="secondary"
            onClick={() => check.mutate()}
            isLoading={check.isPending}
            isDisabled={check.isPending}
            data-testid="verify-chain"
          >
            {t('audit.verify')}
          </Button>{' '}
          <Button
            variant="secondary"
            component="a"
            href={`/api/v1${paths.audit(scope)}/export`}
            download
            icon={<DownloadIcon />}
            data-testid="export-audit"
          >
            {t('audit.export')}
          </Button>
          {erasure.button}
        </>
      }
    >
      <ChainVerdict check={check} />
      {erasure.outcome}
      <FilteredList
        label={t('nav.audit')}
        list={events}
        columns={columns}
        keyOf={(event) => event.id}
        testId="audit"
        filters={{ fields: [...typed, byOutcome, ...days], url }}
        empty={{ title: t('audit.emptyTitle'), body: t('audit.emptyBody'), icon: AuditIcon }}
      />
      {opened && <EventDialog event={opened} onClose={() => setOpened(null)} />}
    </AuditFrame>
  );
}
