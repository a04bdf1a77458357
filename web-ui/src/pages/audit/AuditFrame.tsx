import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PageFrame } from '../../ui/Frame';

interface AuditFrameProps {
  tab: 'log' | 'streaming';
  lead: string;
  actions: ReactNode;
  children: ReactNode;
}

/** The head of both parts of the audit page, with the way from one to the other. */
export function AuditFrame({ tab, lead, actions, children }: AuditFrameProps) {
  const { t } = useTranslation();
  const setParams = useSearchParams()[1];
  return (
    <PageFrame title={t('nav.audit')} lead={lead} actions={actions}>
      <Tabs
        id="audit"
        activeKey={tab}
        onSelect={(_, key) => setParams(key === 'streaming' ? { tab: 'streaming' } : {}, { replace: true })}
        aria-label={t('auditSinks.tabs')}
      >
        <Tab
          eventKey="log"
          tabContentId="audit-part"
          data-testid="tab-log"
          title={<TabTitleText>{t('auditSinks.tabLog')}</TabTitleText>}
        />
        <Tab
          eventKey="streaming"
          tabContentId="audit-part"
          data-testid="tab-streaming"
          title={<TabTitleText>{t('auditSinks.tabStreaming')}</TabTitleText>}
        />
      </Tabs>
      <div className="m-tab-body" id="audit-part" role="tabpanel" aria-labelledby={`pf-tab-${tab}-audit`}>
        {children}
      </div>
    </PageFrame>
  );
}
