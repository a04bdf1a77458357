import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { packageQuery } from '../../api/queries';
import { scopeRoot } from '../../scope/scope';
import { useParam, useTenantPath } from '../../shell/useScope';
import { PageFrame, Skeletons } from '../../ui/Frame';
import { Loaded } from '../../ui/Loaded';
import { PackageMark } from '../../ui/PackageMark';
import { InstallForm } from './InstallForm';
import { useTakenNames } from './useTakenNames';

export function InstallPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const name = useParam('package');
  const [params] = useSearchParams();
  const found = useQuery(packageQuery(name, params.get('version') ?? undefined));
  const taken = useTakenNames(path);
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
      <Loaded query={found} lines={6}>
        {(offer) =>
          taken === null ? (
            <Skeletons lines={6} label={t('shell.loading')} />
          ) : (
            <InstallForm
              key={offer.version}
              offer={offer}
              path={path}
              taken={taken}
              wanted={params.get('name') ?? undefined}
              restore={params.get('restore') === 'true'}
            />
          )
        }
      </Loaded>
    </PageFrame>
  );
}
