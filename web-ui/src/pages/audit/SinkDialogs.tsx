import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { AuditSink, AuditSinkAdded } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { RecordDialog } from '../../ui/RecordDialog';
import { ShownOnce } from '../../ui/ShownOnce';

/** Adds a sink; the secret of a webhook is shown this once. */
export function AddSinkDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  if (made)
    return (
      <ShownOnce
        title={t('auditSinks.madeTitle', { name: made.name })}
        description={t('auditSinks.madeBody')}
        values={[{ label: t('auditSinks.secret'), value: made.secret, testId: 'sink-secret' }]}
        onClose={onClose}
      />
    );
  return (
    <RecordDialog
      title={t('auditSinks.add')}
      description={t('auditSinks.addHelp')}
      submit={t('auditSinks.add')}
      fields={[
        { name: 'name', label: t('column.name'), required: true },
        {
          name: 'kind',
          label: t('auditSinks.kind'),
          initial: 'syslog',
          choices: (['syslog', 'webhook'] as const).map((value) => ({
            value,
            label: t(`auditSinks.kind${value}`),
          })),
        },
        {
          name: 'target',
          label: t('auditSinks.target'),
          help: t('auditSinks.targetHelp'),
          required: true,
        },
        {
          name: 'caCertificate',
          label: t('auditSinks.ca'),
          help: t('auditSinks.caHelp'),
          type: 'lines',
        },
        {
          name: 'history',
          label: t('auditSinks.history'),
          initial: 'none',
          choices: [
            { value: 'none', label: t('auditSinks.historyNone') },
            { value: 'all', label: t('auditSinks.historyAll') },
          ],
        },
      ]}
      send={async ({ name, kind, target, caCertificate, history }) =>
        (
          await call<AuditSinkAdded>(paths.sinks(scope), {
            method: 'POST',
            idempotencyKey: newKey(),
            body: {
              name,
              kind,
              target,
              history: history === 'all',
              ...(caCertificate === '' ? {} : { caCertificate }),
            },
          })
        ).value
      }
      onDone={async ({ name, secret }) => {
        if (secret === null) onClose();
        else setMade({ name, secret });
        await client.invalidateQueries({ queryKey: ['audit-sinks'] });
      }}
      onClose={onClose}
    />
  );
}

/** Asks, and removes a sink as it was seen. */
export function RemoveSinkDialog({
  scope,
  sink,
  onClose,
}: {
  scope: Scope;
  sink: AuditSink;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('auditSinks.removeOf', { name: sink.name })}
      description={t('auditSinks.removeBody')}
      submit={t('auditSinks.remove')}
      send={() => call(paths.sink(scope, sink.name), { method: 'DELETE', ifMatch: sink.etag })}
      onDone={() => client.invalidateQueries({ queryKey: ['audit-sinks'] })}
      onClose={onClose}
    />
  );
}
