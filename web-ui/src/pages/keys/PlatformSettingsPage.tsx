import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { identityProviderQuery } from '../../api/identity';
import type { RotatedKey, RotatedSigningKey } from '../../api/types';
import { PLATFORM } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { absolute } from '../../ui/format';
import { PageFrame } from '../../ui/Frame';
import { IsolationCard } from '../isolation/IsolationCard';
import { KeyCard } from './KeyCard';

const send = async <T,>(path: string) => (await call<T>(path, { method: 'POST' })).value;

/** What the platform demands of nodes, and its keys. */
export function PlatformSettingsPage() {
  const { t } = useTranslation();
  const maySeeTenants = useCan(PLATFORM, 'tenant:read');
  const provider = useQuery({ ...identityProviderQuery, enabled: useCan(PLATFORM, 'member:read') });
  // An issuer elsewhere signs with keys of its own.
  const issuer = provider.data?.kind === 'embedded' ? null : provider.data?.issuer;
  return (
    <PageFrame title={t('nav.settings')} lead={t('platformSettings.lead')}>
      <div className="m-stack">
        {maySeeTenants && <IsolationCard scope={PLATFORM} />}
        <KeyCard
          title={t('keys.wrapTitle')}
          lead={t('keys.wrapLead')}
          actions={[
            {
              label: t('keys.wrapRotate'),
              title: t('keys.wrapOf'),
              effect: t('keys.wrapEffect'),
              testId: 'rotate-key-encryption',
              send: async () => {
                const { changed } = await send<RotatedKey>('/key-encryption/rotate');
                return t('keys.wrapDone', { count: changed });
              },
            },
            {
              label: t('keys.rewrap'),
              title: t('keys.rewrapOf'),
              effect: t('keys.rewrapEffect'),
              testId: 'rewrap',
              send: async () => {
                const { changed } = await send<RotatedKey>('/key-encryption/rewrap');
                return t('keys.rewrapDone', { count: changed });
              },
            },
          ]}
        />
        <KeyCard
          title={t('keys.signTitle')}
          lead={issuer ? t('keys.signElsewhere', { issuer }) : t('keys.signLead')}
          actions={
            issuer
              ? []
              : [
                  {
                    label: t('keys.signRotate'),
                    title: t('keys.signOf'),
                    effect: t('keys.signEffect'),
                    testId: 'rotate-signing-key',
                    send: async () => {
                      const rotated = await send<RotatedSigningKey>('/signing-key/rotate');
                      return t('keys.signDone', {
                        from: absolute(new Date(rotated.signsFrom)),
                        until: absolute(new Date(rotated.verifiesUntil)),
                      });
                    },
                  },
                ]
          }
        />
      </div>
    </PageFrame>
  );
}
