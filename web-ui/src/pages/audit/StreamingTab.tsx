import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { sinksQuery } from '../../api/audit';
import type { AuditSink } from '../../api/types';
import { useList } from '../../api/useList';
import { held } from '../../scope/permissions';
import { useCan } from '../../shell/useCan';
import { useMe } from '../../shell/useMe';
import { useScope } from '../../shell/useScope';
import { Beside } from '../../ui/Beside';
import { duration } from '../../ui/format';
import { AuditIcon } from '../../ui/icons';
import { FilteredList } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { AuditFrame } from './AuditFrame';
import { DeliveriesDrawer } from './DeliveriesDrawer';
import { AddSinkDialog, RemoveSinkDialog } from './SinkDialogs';

/** Where the log is streamed to: how far each sink is, and why it is no further. */
export function StreamingTab() {
  const { t } = useTranslation();
  const scope = useScope();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const opened = params.get('sink');
  const mayRemove = useCan(scope, 'audit:write');
  // A sink gets what is below too: who may write in this tenant alone adds none and sends nothing again.
  const below = held(me, scope, true);
  const mayAdd = mayRemove && below.has('audit:write') && below.has('audit:read');
  const sinks = useList(sinksQuery(scope));
  const [asked, setAsked] = useState<AuditSink | 'new' | null>(null);
  const close = () => setAsked(null);
  const show = (sink: string | null) =>
    setParams({ tab: 'streaming', ...(sink === null ? {} : { sink }) }, { replace: true });
  const columns: Column<AuditSink>[] = [
    {
      label: t('column.name'),
      width: 15,
      cell: (sink) => (
        <>
          <strong className="m-break">{sink.name}</strong>
          <div className="m-hint">{kindName(sink.kind)}</div>
        </>
      ),
    },
    { label: t('auditSinks.target'), cell: (sink) => <code className="m-break">{sink.target}</code> },
    {
      label: t('column.state'),
      width: 20,
      cell: (sink) => (
        <div>
          <StateLabel state={sink.state} compact />
          {sink.reason !== '' && <div className="m-hint m-break">{sink.reason}</div>}
          {sink.nextAttemptAt !== null && (
            <div className="m-hint">
              {t('auditSinks.next')} <When at={sink.nextAttemptAt} />
            </div>
          )}
        </div>
      ),
    },
    {
      label: t('auditSinks.lag'),
      nowrap: true,
      numeric: true,
      cell: (sink) => (sink.lagSeconds === 0 ? t('auditSinks.lagNone') : duration(sink.lagSeconds * 1000)),
    },
    { label: t('auditSinks.sent'), numeric: true, cell: (sink) => sink.sent },
    { label: t('auditSinks.lastSent'), cell: (sink) => <When at={sink.lastSentAt} /> },
    {
      label: t('column.actions'),
      nowrap: true,
      cell: (sink) => (
        <span className="m-actions">
          <Button
            variant="link"
            isInline
            onClick={() => show(sink.name)}
            aria-label={t('auditSinks.deliveriesOf', { name: sink.name })}
          >
            {t('auditSinks.deliveries')}
          </Button>{' '}
          {mayRemove && (
            <Button
              variant="link"
              isInline
              isDanger
              onClick={() => setAsked(sink)}
              aria-label={t('auditSinks.removeOf', { name: sink.name })}
            >
              {t('auditSinks.remove')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  const kindName = (kind: string) =>
    kind === 'syslog' || kind === 'webhook' ? t(`auditSinks.kind${kind}`) : kind;
  const add = mayAdd && (
    <Button onClick={() => setAsked('new')} data-testid="add-sink">
      {t('auditSinks.add')}
    </Button>
  );
  return (
    <AuditFrame
      tab="streaming"
      lead={t('auditSinks.lead', {
        where: scope.kind === 'tenant' ? t('audit.tenant', { tenant: scope.path }) : t('audit.platform'),
      })}
      actions={add}
    >
      <Beside
        panel={
          opened !== null && (
            <DeliveriesDrawer
              key={opened}
              scope={scope}
              sink={opened}
              mayResend={mayAdd}
              onClose={() => show(null)}
            />
          )
        }
      >
        <FilteredList
          label={t('auditSinks.tabStreaming')}
          list={sinks}
          columns={columns}
          keyOf={(sink) => sink.id}
          testId="sinks"
          empty={{
            title: t('auditSinks.emptyTitle'),
            body: t('auditSinks.emptyBody'),
            icon: AuditIcon,
            action: add,
          }}
        />
      </Beside>
      {asked === 'new' && <AddSinkDialog scope={scope} onClose={close} />}
      {asked !== null && asked !== 'new' && <RemoveSinkDialog scope={scope} sink={asked} onClose={close} />}
    </AuditFrame>
  );
}
