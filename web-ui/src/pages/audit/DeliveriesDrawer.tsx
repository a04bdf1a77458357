import { Button } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { newKey } from '../../api/newKey';
import { deliveriesQuery } from '../../api/audit';
import { paths } from '../../api/queries';
import type { AuditDelivery } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { absolute } from '../../ui/format';
import { Loaded } from '../../ui/Loaded';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { SidePanel } from '../../ui/SidePanel';
import { StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';

interface DeliveriesDrawerProps {
  scope: Scope;
  sink: string;
  mayResend: boolean;
  onClose: () => void;
}

/** What was sent to a sink, how it was answered, and the way to send it again. */
export function DeliveriesDrawer({ scope, sink, mayResend, onClose }: DeliveriesDrawerProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const deliveries = useQuery(deliveriesQuery(scope, sink));
  const resend = useMutation({
    mutationFn: (id: string) =>
      call(`${paths.sink(scope, sink)}/deliveries/${encodeURIComponent(id)}/resend`, {
        method: 'POST',
        idempotencyKey: newKey(),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['audit-sinks'] }),
  });
  const title = t('auditSinks.deliveriesOf', { name: sink });
  return (
    <SidePanel title={title} onClose={onClose}>
      <div className="m-stack-small">
        <p className="m-muted">{t('auditSinks.deliveriesLead')}</p>
        {resend.error && <ProblemPanel error={resend.error} />}
        <Loaded query={deliveries}>
          {(all) =>
            all.length === 0 ? (
              <p>{t('auditSinks.deliveriesNone')}</p>
            ) : (
              <ul className="m-rows" data-testid="deliveries">
                {all.map((one) => (
                  <Delivery
                    key={one.id}
                    of={one}
                    busy={resend.isPending}
                    // What is on its way arrives, or is tried again, without being asked for.
                    onResend={mayResend && one.state !== 'PENDING' ? () => resend.mutate(one.id) : null}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </SidePanel>
  );
}

function Delivery({
  of,
  busy,
  onResend,
}: {
  of: AuditDelivery;
  busy: boolean;
  onResend: (() => void) | null;
}) {
  const { t } = useTranslation();
  const facts = [
    t('auditSinks.events', { count: of.events }),
    t('auditSinks.attempts', { count: of.attempts }),
    ...(of.status === null ? [] : [t('auditSinks.answered', { status: of.status })]),
    ...(of.resendOf === null ? [] : [t('auditSinks.again')]),
  ];
  return (
    <li>
      <div>
        <When at={of.madeAt} /> <StateLabel state={of.state} compact />
        <div className="m-hint">{facts.join(' · ')}</div>
        {of.reason !== '' && <div className="m-hint m-break">{of.reason}</div>}
      </div>
      {onResend && (
        <Button
          variant="link"
          isInline
          className="m-nowrap"
          isDisabled={busy}
          onClick={onResend}
          aria-label={t('auditSinks.resendOf', { at: absolute(new Date(of.madeAt)) })}
        >
          {t('auditSinks.resend')}
        </Button>
      )}
    </li>
  );
}
