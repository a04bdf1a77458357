import { Alert } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { can, scopeAbove } from '../scope/permissions';
import { scopeRoot, type Scope } from '../scope/scope';
import { useFreeze } from './useFreeze';
import { useMe } from './useMe';

/** Says on every page of a tenant that is suspended or being deleted, and below it, that nothing can be changed, and why. */
export function SuspendedBanner({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const me = useMe();
  const frozen = useFreeze(scope);
  if (frozen === null || scope.kind !== 'tenant') return null;
  const mayResume = can(me, scopeAbove(frozen.path), 'tenant:write');
  const deleting = frozen.state !== 'SUSPENDED';
  const settings = `${scopeRoot({ kind: 'tenant', path: frozen.path })}/settings`;
  return (
    <Alert
      variant="warning"
      isInline
      component="p"
      className="m-suspended"
      data-testid="suspended"
      title={t(
        deleting ? 'suspended.deleting' : frozen.path === scope.path ? 'suspended.title' : 'suspended.above',
        { tenant: frozen.path },
      )}
    >
      {frozen.stateReason !== '' && (
        <p>
          <strong>{t('suspended.reason')}</strong> {frozen.stateReason}
        </p>
      )}
      <p>
        {t(deleting ? 'suspended.deletingMeans' : 'suspended.means')}{' '}
        {mayResume && <Link to={settings}>{t('suspended.toSettings')}</Link>}
      </p>
    </Alert>
  );
}
