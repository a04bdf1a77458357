import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isolationQuery, tenantTreeQuery, unmetPodsQuery } from '../../api/queries';
import type { TenantIsolation } from '../../api/types';
import { can, freezeOf, held } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { Loaded } from '../../ui/Loaded';
import { IsolationDialog } from './IsolationDialog';

/** What a tenant or the platform demands of nodes, and which pods do not have it. */
export function IsolationCard({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const isolation = useQuery(isolationQuery(scope));
  const tree = useQuery({ ...tenantTreeQuery, enabled: scope.kind === 'tenant' });
  const frozen = scope.kind === 'tenant' && freezeOf(tree.data ?? [], scope.path) !== null;
  const below = held(me, scope, true);
  const may = below.has('tenant:write') && !frozen;
  return (
    <section className="m-card m-narrow" aria-labelledby="isolation-title">
      <div className="m-card-head">
        <h2 id="isolation-title" className="m-card-title">
          {t('isolation.title')}
        </h2>
        {may && isolation.data && (
          <Button variant="link" isInline onClick={() => setEditing(true)} data-testid="edit-isolation">
            {t('isolation.edit')}
          </Button>
        )}
      </div>
      <p className="m-hint">
        {scope.kind === 'tenant'
          ? t('isolation.tenantHelp', { tenant: scope.path })
          : t('isolation.platformHelp')}
      </p>
      <Loaded query={isolation} lines={2}>
        {(data) => (
          <>
            <InForce isolation={data} />
            {(data.from !== null || below.has('instance:read')) && can(me, scope, 'instance:read') && (
              <UnmetPods scope={scope} subtree={below.has('instance:read')} demanded={data.from !== null} />
            )}
            {editing && <IsolationDialog scope={scope} isolation={data} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

function InForce({ isolation: { least, inForce, from } }: { isolation: TenantIsolation }) {
  const { t } = useTranslation();
  if (from === null) return <p className="m-gap-top">{t('isolation.none')}</p>;
  return (
    <div className="m-gap-top" data-testid="isolation-in-force">
      <p>
        <strong>{t('isolation.inForce', { level: t(`isolation.level.${inForce}`) })}</strong>
      </p>
      {least !== inForce && (
        <p className="m-hint">
          {t('isolation.inherited', { from: from === '-' ? t('isolation.thePlatform') : from })}
        </p>
      )}
    </div>
  );
}

/** Tenants below may demand more than this one does. */
function UnmetPods({ scope, subtree, demanded }: { scope: Scope; subtree: boolean; demanded: boolean }) {
  const { t } = useTranslation();
  const pods = useQuery(unmetPodsQuery(scope, subtree));
  return (
    <Loaded query={pods} lines={2}>
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          demanded && <p className="m-hint">{t('isolation.met')}</p>
        ) : (
          <div className="m-gap-top" data-testid="unmet-pods">
            <p>
              {nextCursor === null
                ? t('isolation.unmet', { count: items.length })
                : t('isolation.unmetMore', { count: items.length })}
            </p>
            <ul className="m-bullets">
              {items.map((pod) => (
                <li key={pod.podId}>{t('isolation.unmetPod', { ...pod })}</li>
              ))}
            </ul>
            <p className="m-hint">{t('isolation.unmetHelp')}</p>
          </div>
        )
      }
    </Loaded>
  );
}
