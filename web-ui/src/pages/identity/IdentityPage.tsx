import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { identityProviderQuery } from '../../api/identity';
import type { IdentityProvider } from '../../api/types';
import { Copyable } from '../../ui/Copyable';
import { FactList, type Fact } from '../../ui/FactList';
import { PageFrame } from '../../ui/Frame';
import { Loaded } from '../../ui/Loaded';
import { SyncPart } from './SyncPart';

/** Where people come from, and how what is known of them here is kept in line with it. */
export function IdentityPage() {
  const { t } = useTranslation();
  const provider = useQuery(identityProviderQuery);
  return (
    <PageFrame title={t('nav.identity')} lead={t('identity.lead')}>
      <Loaded query={provider}>
        {(data) => (
          <div className="m-stack">
            <Provider provider={data} />
            {data.kind === 'keycloak' && <SyncPart sync={data.sync} />}
          </div>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Provider({ provider: { kind, issuer } }: { provider: IdentityProvider }) {
  const { t } = useTranslation();
  const facts: Fact[] = [[t('identity.provider'), t(`identity.kind.${kind}`)]];
  if (issuer !== null)
    facts.push([t('identity.issuer'), <Copyable key="i" text={issuer} label={t('identity.issuer')} />]);
  return (
    <section className="m-card m-narrow" aria-labelledby="provider">
      <h2 id="provider" className="m-card-title">
        {t('identity.provider')}
      </h2>
      <FactList facts={facts} />
      <p className="m-hint m-gap-top">{t(`identity.${kind}Means`)}</p>
    </section>
  );
}
