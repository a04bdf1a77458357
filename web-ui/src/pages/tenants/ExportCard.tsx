import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { paths } from '../../api/queries';
import type { Permission } from '../../api/types';
import { held } from '../../scope/permissions';
import { useMe } from '../../shell/useMe';
import { DownloadIcon } from '../../ui/icons';

/** What one has to be allowed to read, in the tenant and in all below it. */
const NEEDED: Permission[] = ['tenant:read', 'instance:read', 'volume:read', 'member:read', 'audit:read'];

/** Everything that a tenant owns as one file, for who may read all of it. */
export function ExportCard({ tenant }: { tenant: string }) {
  const { t } = useTranslation();
  const mine = held(useMe(), { kind: 'tenant', path: tenant }, true);
  if (!NEEDED.every((permission) => mine.has(permission))) return null;
  return (
    <section className="m-card m-narrow" aria-labelledby="export-title">
      <div className="m-card-head">
        <h2 id="export-title" className="m-card-title">
          {t('tenantExport.title')}
        </h2>
        {/* A link: the browser writes what comes to the disk, however much it is. */}
        <Button
          variant="secondary"
          component="a"
          href={`/api/v1${paths.tenantBase(tenant)}/export`}
          download
          icon={<DownloadIcon />}
          aria-label={t('tenantExport.downloadOf', { tenant })}
          data-testid="export-tenant"
        >
          {t('tenantExport.download')}
        </Button>
      </div>
      <p>{t('tenantExport.lead', { tenant })}</p>
      <ul className="m-bullets m-hint">
        <li>{t(mine.has('secret:read') ? 'tenantExport.secrets' : 'tenantExport.noSecrets')}</li>
        <li>{t('tenantExport.without')}</li>
        <li>{t('tenantExport.whole')}</li>
      </ul>
    </section>
  );
}
