import { Alert, Button } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import type { AuditErased } from '../../api/types';
import { useReadAgain } from '../../api/useReadAgain';
import { PLATFORM, type Scope } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { RecordDialog } from '../../ui/RecordDialog';

/**
 * The way to take a person's name and addresses out of every audit log, for who may, on the platform's page: a
 * button, and what stands above the list once it was done.
 */
export function useErasure(scope: Scope): { button: ReactNode; outcome: ReactNode } {
  const { t } = useTranslation();
  const may = useCan(PLATFORM, 'audit:erase') && scope.kind === 'platform';
  const [asked, setAsked] = useState(false);
  const [erased, setErased] = useState<AuditErased | null>(null);
  return {
    button: may && (
      <>
        {' '}
        <Button variant="secondary" isDanger onClick={() => setAsked(true)} data-testid="erase-person">
          {t('auditErasure.erase')}
        </Button>
      </>
    ),
    outcome: (
      <>
        {erased && (
          <Alert
            isInline
            isLiveRegion
            variant="success"
            component="p"
            className="m-note"
            title={t('auditErasure.done', { count: erased.events })}
            data-testid="erased"
          >
            {t('auditErasure.id', { id: erased.accountId })}
          </Alert>
        )}
        {asked && <EraseDialog onErased={setErased} onClose={() => setAsked(false)} />}
      </>
    ),
  };
}

function EraseDialog({
  onErased,
  onClose,
}: {
  onErased: (erased: AuditErased) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  return (
    <RecordDialog
      danger
      title={t('auditErasure.title')}
      description={t('auditErasure.help')}
      submit={t('auditErasure.erase')}
      fields={[
        { name: 'account', label: t('auditErasure.account'), required: true },
        { name: 'confirm', label: t('auditErasure.confirm'), help: t('auditErasure.never'), required: true },
      ]}
      send={async (body) => (await call<AuditErased>('/audit/erase', { method: 'POST', body })).value}
      onDone={async (erased) => {
        onErased(erased);
        onClose();
        await readAgain('audit');
      }}
      onClose={onClose}
    />
  );
}
