import { Alert, Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

export interface KeyAction {
  label: string;
  /** The question that is asked first. */
  title: string;
  /** What happens, and what does not. */
  effect: string;
  testId: string;
  /** Does it, and says what was done. */
  send: () => Promise<string>;
}

/** A key with what can be done to it; each is asked first, and what was done is said. */
export function KeyCard({ title, lead, actions }: { title: string; lead: string; actions: KeyAction[] }) {
  const { t } = useTranslation();
  const id = useId();
  const [asked, setAsked] = useState<KeyAction | null>(null);
  const [done, setDone] = useState<string | null>(null);
  return (
    <section className="m-card m-narrow" aria-labelledby={id}>
      <div className="m-card-head">
        <h2 id={id} className="m-card-title">
          {title}
        </h2>
        <span className="m-buttons">
          {actions.map((action) => (
            <Button
              key={action.testId}
              variant="secondary"
              onClick={() => setAsked(action)}
              data-testid={action.testId}
            >
              {action.label}
            </Button>
          ))}
        </span>
      </div>
      <p className="m-hint">{lead}</p>
      {done !== null && (
        <Alert isInline isLiveRegion variant="success" component="p" className="m-gap-top" title={done} />
      )}
      {asked && (
        <ConfirmDialog
          title={asked.title}
          submit={asked.label}
          send={async () => setDone(await asked.send())}
          onDone={() => Promise.resolve()}
          onClose={() => setAsked(null)}
        >
          <p>{asked.effect}</p>
          <p className="m-hint">{t('keys.audited')}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
