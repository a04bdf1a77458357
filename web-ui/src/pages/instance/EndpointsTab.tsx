import { Label } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endpointsQuery } from '../../api/queries';
import type { Endpoint } from '../../api/types';
import { CopyBlock, Copyable } from '../../ui/Copyable';
import { EmptyHint } from '../../ui/Frame';
import { RegionsIcon } from '../../ui/icons';
import { RowsTable, type Column } from '../../ui/ListTable';
import { Loaded } from '../../ui/Loaded';
import type { TabProps } from './InstancePage';

export function EndpointsTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const endpoints = useQuery(endpointsQuery(instance.tenant.path, instance.name));
  if (!endpoints.data) return <Loaded query={endpoints}>{() => null}</Loaded>;
  if (endpoints.data.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint title={t('endpoints.emptyTitle')} body={t('endpoints.emptyBody')} icon={RegionsIcon} />
      </div>
    );
  }
  return (
    <div className="m-stack">
      {endpoints.data.map((endpoint) => (
        <EndpointCard key={endpoint.name + endpoint.kind} endpoint={endpoint} />
      ))}
    </div>
  );
}

function EndpointCard({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  type Address = Endpoint['addresses'][number];
  const columns: Column<Address>[] = [
    { label: t('column.pod'), cell: (address) => address.pod },
    { label: t('logs.task'), cell: (address) => address.task },
    {
      label: t('endpoints.outside'),
      cell: (address) => <Copyable text={address.advertised} label={t('endpoints.outside')} />,
    },
    {
      label: t('endpoints.inside'),
      cell: (address) => <Copyable text={address.internal} label={t('endpoints.inside')} />,
    },
    {
      label: t('endpoints.dns'),
      cell: (address) => <Copyable text={address.dnsName} label={t('endpoints.dns')} />,
    },
  ];
  const all = endpoint.addresses.map((address) => address.advertised).join(',');
  return (
    <section aria-label={endpoint.name} data-testid={`endpoint-${endpoint.name}`}>
      <h2 className="m-section-title">
        {endpoint.name}{' '}
        <Label isCompact variant="outline">
          {t(`endpoints.${endpoint.kind}`)}
        </Label>
      </h2>
      <div className="m-stack-small">
        {endpoint.vip && (
          <div>
            <Copyable text={endpoint.vip.dnsName} label={t('endpoints.vip')} />{' '}
            <span className="m-muted">{t('endpoints.declared', { port: endpoint.vip.port })}</span>
          </div>
        )}
        {endpoint.addresses.length > 1 && (
          <div>
            {t('endpoints.all')} <Copyable text={all} label={t('endpoints.all')} />
          </div>
        )}
        <RowsTable
          label={t('endpoints.addressesOf', { endpoint: endpoint.name })}
          columns={columns}
          rows={endpoint.addresses}
          keyOf={(address) => address.pod + address.internal}
        />
        {endpoint.snippet !== '' && <CopyBlock code={endpoint.snippet} label={t('endpoints.snippet')} />}
      </div>
    </section>
  );
}
