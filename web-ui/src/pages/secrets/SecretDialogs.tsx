import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths } from '../../api/queries';
import type { Secret } from '../../api/types';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';
import { labelsOf, type SecretInput } from './secretValue';
import { ValueField } from './ValueField';

const refusedAt = (error: unknown) =>
  error instanceof ApiError ? errorsUnder(error.problem.errors, '') : {};

/** Where the value was refused: the server does not know that it is one field here. */
const valueError = (refused: Record<string, string>) =>
  refused['/value'] ?? refused['/text'] ?? refused['/base64'];

const AT_FIELDS = ['/path', '/labels', '/value', '/text', '/base64'];

export function CreateSecretDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [labels, setLabels] = useState('');
  const [value, setValue] = useState<SecretInput | null>(null);
  const given = labelsOf(labels);
  const create = useMutation({
    mutationFn: () =>
      call(paths.secrets(path), {
        method: 'POST',
        idempotencyKey: newKey(),
        body: { path: name, description, labels: given ?? {}, ...value },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['secrets'] });
      onClose();
    },
  });
  const refused = refusedAt(create.error);
  return (
    <FormDialog
      title={t('secrets.create')}
      description={t('secrets.createBody')}
      submit={t('secrets.create')}
      busy={create.isPending}
      disabled={name === '' || value === null || given === null}
      error={create.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('secrets.path')}
        help={t('secrets.pathHelp')}
        value={name}
        onChange={setName}
        error={refused['/path']}
        required
        testId="secret-path"
      />
      <ValueField value={value} onChange={setValue} error={valueError(refused)} />
      <TextField label={t('column.description')} value={description} onChange={setDescription} />
      <TextField
        label={t('secrets.labels')}
        help={t('secrets.labelsHelp')}
        value={labels}
        onChange={setLabels}
        error={given === null ? t('secrets.labelsWrong') : refused['/labels']}
      />
    </FormDialog>
  );
}

export function RotateSecretDialog({
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
  const [value, setValue] = useState<SecretInput | null>(null);
  const rotate = useMutation({
    mutationFn: () => call(`${paths.secret(path, secret.id)}/versions`, { method: 'POST', body: value }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['secrets'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('secrets.rotateTitle', { path: secret.path })}
      description={t('secrets.rotateBody', { count: secret.users })}
      submit={t('secrets.rotate')}
      busy={rotate.isPending}
      disabled={value === null}
      error={rotate.error}
      shownElsewhere={({ pointer }) => AT_FIELDS.includes(pointer)}
      onSubmit={() => rotate.mutate()}
      onClose={onClose}
    >
      <ValueField value={value} onChange={setValue} error={valueError(refusedAt(rotate.error))} />
    </FormDialog>
  );
}
