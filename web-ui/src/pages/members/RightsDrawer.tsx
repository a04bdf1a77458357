import { SearchInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import { instancesByIdQuery, rightsQuery } from '../../api/queries';
import type { EffectiveRight } from '../../api/types';
import { can } from '../../scope/permissions';
import type { Scope } from '../../scope/scope';
import { useFreeze } from '../../shell/useFreeze';
import { useMe } from '../../shell/useMe';
import { Loaded } from '../../ui/Loaded';
import { roleName } from '../../ui/roleName';
import { SidePanel } from '../../ui/SidePanel';
import { grouped, groupName, permissionName } from './permissionGroups';

/** Why somebody may do what they may: each right with the roles that give it, where given, and what for. */
export function RightsDrawer({
  scope,
  username,
  onClose,
  children,
}: {
  scope: Scope;
  username: string;
  onClose: () => void;
  /** What stands above the rights. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const frozen = useFreeze(scope);
  const rights = useQuery(rightsQuery(scope, username));
  // Who may do nothing here, such as a disabled account, is answered like somebody unknown.
  const nothing = rights.error instanceof ApiError && rights.error.status === 404;
  const title = t('rights.title', { name: username });
  const place = scope.kind === 'platform' ? t('rights.thePlatform') : scope.path;
  return (
    <SidePanel title={title} onClose={onClose}>
      <div className="m-stack-small">
        {children}
        <p className="m-muted">
          {t('rights.lead', { name: username, place })} {frozen && t('rights.leadSuspended')}
        </p>
        {nothing ? (
          <p>{t('rights.none', { name: username })}</p>
        ) : (
          <Loaded query={rights}>{(data) => <Rights rights={data} scope={scope} />}</Loaded>
        )}
      </div>
    </SidePanel>
  );
}

function Rights({ rights, scope }: { rights: EffectiveRight[]; scope: Scope }) {
  const { t } = useTranslation();
  const me = useMe();
  const [text, setText] = useState('');
  const single = rights.some((right) => right.instance !== null);
  const names = useQuery({
    ...instancesByIdQuery(scope.kind === 'tenant' ? scope.path : ''),
    enabled: single && scope.kind === 'tenant' && can(me, scope, 'instance:read'),
  });
  const wanted = text.trim().toLowerCase();
  const shown = rights.filter(({ permission }) =>
    `${permission} ${permissionName(t, permission)}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <SearchInput
        aria-label={t('rights.find')}
        placeholder={t('rights.find')}
        value={text}
        onChange={(_, next) => setText(next)}
        onClear={() => setText('')}
      />
      {shown.length === 0 && <p className="m-muted">{t('rights.noMatch')}</p>}
      {grouped(shown.map((right) => right.permission)).map(({ resource, permissions }) => (
        <section key={resource} aria-label={groupName(t, resource)} data-testid={`rights-${resource}`}>
          <h3 className="m-small-title">{groupName(t, resource)}</h3>
          <ul className="m-rows m-rows-tight">
            {permissions.map((permission) => (
              <li key={permission}>
                <div>
                  {permissionName(t, permission)} <code className="m-hint">{permission}</code>
                  {rights
                    .filter((right) => right.permission === permission)
                    .map((right) => (
                      <div
                        key={`${right.role} ${right.tenantPath} ${right.scope} ${right.instance} ${right.group}`}
                        className="m-hint"
                      >
                        {reason(t, right, names.data)}
                      </div>
                    ))}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** "by Developer, given at acme, counts there and below". */
function reason(t: TFunction, right: EffectiveRight, names: Map<string, string> | undefined): string {
  const counts =
    right.scope === 'instance'
      ? t('rights.instance', {
          instance: names?.get(right.instance ?? '') ?? right.instance?.slice(0, 8) ?? '',
        })
      : t(`rights.${right.scope}`);
  return [
    t('rights.by', { role: roleName(t, right.role) }),
    ...(right.group === null ? [] : [t('rights.ofGroup', { group: right.group })]),
    t('rights.givenAt', { place: right.tenantPath ?? t('rights.thePlatform') }),
    counts,
  ].join(', ');
}
