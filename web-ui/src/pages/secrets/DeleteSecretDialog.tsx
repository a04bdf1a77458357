import { Alert } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../../api/client';
import { paths, secretQuery } from '../../api/queries';
import type { Secret } from '../../api/types';
import { instanceLink } from '../../scope/scope';
import { FormDialog } from '../../ui/FormDialog';
import { Loaded } from '../../ui/Loaded';
import { TextField } from '../../ui/TextField';

/** Deletes a secret that nobody uses, once its path was typed; names its users otherwise. */
export function DeleteSecretDialog({
  path,
  secret,
  onClose,
}: {
  path: string;
  secret: Secret;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const detail = useQuery(secretQuery(path, secret.id));
  const users = detail.data?.usedBy ?? [];
  const remove = useMutation({
    mutationFn: () => call(paths.secret(path, secret.id), { method: 'DELETE' }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['secrets', path] });
    },
    // Somebody began to use it meanwhile: who, is read again.
    onError: () => detail.refetch(),
  });
  return (
    <FormDialog
      danger
      title={t('secrets.deleteTitle', { path: secret.path })}
      description={t('secrets.deleteBody')}
      submit={t('secrets.deleteForever')}
      busy={remove.isPending}
      disabled={detail.data === undefined || users.length > 0 || typed !== secret.path}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      <Loaded query={detail} lines={2}>
        {() =>
          users.length > 0 ? (
            <Alert variant="warning" isInline component="p" title={t('secrets.usedTitle')}>
              <p>{t('secrets.usedBody')}</p>
              <ul>
                {users.map((user) => (
                  <li key={user}>
                    <Link to={instanceLink(path, user, 'configuration')}>{user}</Link>
                  </li>
                ))}
              </ul>
            </Alert>
          ) : (
            <TextField
              label={t('danger.type', { word: secret.path })}
              value={typed}
              onChange={setTyped}
              testId="secret-confirm"
            />
          )
        }
      </Loaded>
    </FormDialog>
  );
}
