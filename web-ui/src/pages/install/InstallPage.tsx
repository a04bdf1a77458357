import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { packageQuery } from '../../api/queries';
import { scopeRoot } from '../../scope/scope';
import { useParam, useTenantPath } from '../../shell/useScope';
import { PageFrame, Skeletons } from '../../ui/Frame';
import { PackageMark } from '../../ui/PackageMark';
import { PageProblem } from '../../ui/ProblemPanel';
import { InstallForm } from './InstallForm';

export function InstallPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const name = useParam('package');
  const [params] = useSearchParams();
  const found = useQuery(packageQuery(name, params.get('version') ?? undefined));
  const root = scopeRoot({ kind: 'tenant', path });
  return (
    <PageFrame
      title={t('install.title', { package: name })}
      mark={<PackageMark icon={found.data?.icon} size="lg" />}
      crumbs={[
        { to: `${root}/catalog`, label: t('nav.catalog') },
        { to: `${root}/catalog/${name}`, label: name },
      ]}
      lead={found.data && t('install.lead', { version: found.data.version, tenant: path })}
    >
      {found.error && !found.data ? (
        <PageProblem error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <InstallForm key={found.data.version} offer={found.data} path={path} />
      ) : (
        <Skeletons lines={6} label={t('shell.loading')} />
      )}
    </PageFrame>
  );
}
