import { Button } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { secretsQuery } from '../../api/queries';
import type { Secret } from '../../api/types';
import { useList } from '../../api/useList';
import { useCan } from '../../shell/useCan';
import { useTenantPath } from '../../shell/useScope';
import { SecretsIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import type { Column } from '../../ui/ListTable';
import { When } from '../../ui/When';
import { DeleteSecretDialog } from './DeleteSecretDialog';
import { RevealSecretDialog } from './RevealSecretDialog';
import { CreateSecretDialog, RotateSecretDialog } from './SecretDialogs';

type Asked = { what: 'rotate' | 'reveal' | 'delete'; secret: Secret };

export function SecretsPage() {
  const { t } = useTranslation();
  const path = useTenantPath();
  const scope = { kind: 'tenant', path } as const;
  const mayWrite = useCan(scope, 'secret:write');
  const mayReveal = useCan(scope, 'secret:reveal');
  const secrets = useList(secretsQuery(path));
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const columns: Column<Secret>[] = [
    {
      label: t('secrets.path'),
      cell: (secret) => (
        <>
          <strong className="m-break">{secret.path}</strong>
          {secret.description !== '' && <div className="m-hint">{secret.description}</div>}
        </>
      ),
    },
    {
      label: t('secrets.labels'),
      cell: (secret) =>
        Object.entries(secret.labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ') || '–',
    },
    { label: t('secrets.version'), numeric: true, cell: (secret) => secret.currentVersion },
    { label: t('column.type'), cell: (secret) => t(secret.binary ? 'secrets.binary' : 'secrets.text') },
    { label: t('secrets.changed'), cell: (secret) => <When at={secret.changedAt} /> },
    { label: t('secrets.users'), numeric: true, cell: (secret) => secret.users },
  ];
  if (mayWrite || mayReveal) {
    const action = (secret: Secret, what: Asked['what'], danger = false): ReactNode => (
      <Button
        variant="link"
        isInline
        isDanger={danger}
        onClick={() => setAsked({ what, secret })}
        aria-label={t(`secrets.${what}Title`, { path: secret.path })}
      >
        {t(`secrets.${what}`)}
      </Button>
    );
    columns.push({
      label: t('column.actions'),
      nowrap: true,
      cell: (secret) => (
        <span className="m-actions">
          {mayWrite && action(secret, 'rotate')} {mayReveal && action(secret, 'reveal')}{' '}
          {mayWrite && action(secret, 'delete', true)}
        </span>
      ),
    });
  }
  const create = mayWrite && (
    <Button onClick={() => setCreating(true)} data-testid="create-secret">
      {t('secrets.create')}
    </Button>
  );
  return (
    <ListPage
      title={t('nav.secrets')}
      lead={t('secrets.lead')}
      actions={create}
      list={secrets}
      columns={columns}
      keyOf={(secret) => secret.id}
      testId="secrets"
      empty={{
        title: t('secrets.emptyTitle'),
        body: t('secrets.emptyBody'),
        icon: SecretsIcon,
        action: create,
      }}
    >
      {creating && <CreateSecretDialog path={path} onClose={() => setCreating(false)} />}
      {asked?.what === 'rotate' && <RotateSecretDialog path={path} secret={asked.secret} onClose={close} />}
      {asked?.what === 'reveal' && <RevealSecretDialog path={path} secret={asked.secret} onClose={close} />}
      {asked?.what === 'delete' && <DeleteSecretDialog path={path} secret={asked.secret} onClose={close} />}
    </ListPage>
  );
}
