import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceAccountQuery } from '../../api/queries';
import type { ServiceAccountKey } from '../../api/types';
import type { Scope } from '../../scope/scope';
import { Loaded } from '../../ui/Loaded';
import { SidePanel } from '../../ui/SidePanel';
import { useNow, When } from '../../ui/When';
import { AddKeyDialog, RevokeKeyDialog } from './KeyDialogs';

interface KeysDrawerProps {
  scope: Scope;
  username: string;
  mayWrite: boolean;
  onClose: () => void;
}

/** The keys of one account: who made each, when it was used, and until when it counts. */
export function KeysDrawer({ scope, username, mayWrite, onClose }: KeysDrawerProps) {
  const { t } = useTranslation();
  const account = useQuery(serviceAccountQuery(scope, username));
  const [asked, setAsked] = useState<ServiceAccountKey | 'new' | null>(null);
  const close = () => setAsked(null);
  const title = t('serviceAccounts.openOf', { name: username });
  return (
    <SidePanel title={title} onClose={onClose}>
      <div className="m-stack-small">
        <Loaded query={account} lines={3}>
          {({ keys }) => (
            <>
              {keys.length === 0 && <p className="m-muted">{t('serviceAccounts.keyNone')}</p>}
              <ul className="m-rows" data-testid="keys">
                {keys.map((key) => (
                  <Key key={key.id} of={key} onRevoke={mayWrite ? () => setAsked(key) : null} />
                ))}
              </ul>
              {mayWrite && (
                <Button variant="secondary" onClick={() => setAsked('new')} data-testid="add-key">
                  {t('serviceAccounts.addKey')}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </div>
      {asked === 'new' && <AddKeyDialog scope={scope} username={username} onClose={close} />}
      {asked !== null && asked !== 'new' && (
        <RevokeKeyDialog scope={scope} username={username} revoked={asked} onClose={close} />
      )}
    </SidePanel>
  );
}

function Key({ of, onRevoke }: { of: ServiceAccountKey; onRevoke: (() => void) | null }) {
  const { t } = useTranslation();
  const ranOut = useNow() >= (of.expiresAt === null ? Infinity : new Date(of.expiresAt).getTime());
  return (
    <li>
      <div>
        <strong className="m-break">{of.name}</strong>
        <div className="m-hint">
          {t('serviceAccounts.keyMade', { name: of.createdBy })} <When at={of.createdAt} />
        </div>
        <div className="m-hint">
          {of.lastUsedAt === null ? (
            t('serviceAccounts.keyNever')
          ) : (
            <>
              {t('serviceAccounts.keyUsed')} <When at={of.lastUsedAt} />
            </>
          )}
        </div>
        <div className="m-hint">
          {of.expiresAt === null ? (
            t('serviceAccounts.keyStays')
          ) : (
            <>
              {t(ranOut ? 'serviceAccounts.keyRanOut' : 'serviceAccounts.keyRunsOut')}{' '}
              <When at={of.expiresAt} />
            </>
          )}
        </div>
      </div>
      {onRevoke && (
        <Button
          variant="link"
          isInline
          isDanger
          onClick={onRevoke}
          aria-label={t('serviceAccounts.revokeOf', { key: of.name })}
        >
          {t('serviceAccounts.revoke')}
        </Button>
      )}
    </li>
  );
}
