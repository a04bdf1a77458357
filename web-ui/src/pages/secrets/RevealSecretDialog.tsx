import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import { paths } from '../../api/queries';
import type { Secret, SecretText } from '../../api/types';
import { Copyable } from '../../ui/Copyable';
import { FormDialog } from '../../ui/FormDialog';

/** For how long a value stays on screen. */
export const SHOWN_MS = 30_000;

/** Shows the current value after it was asked for again, and forgets it after a while. */
export function RevealSecretDialog({
  path,
  secret,
  onClose,
}: {
  path: string;
  secret: Secret;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const reveal = useMutation({
    mutationFn: async () =>
      (
        await call<SecretText>(`${paths.secret(path, secret.id)}/versions/${secret.currentVersion}/reveal`, {
          method: 'POST',
        })
      ).value,
    // Never kept beyond this dialog.
    gcTime: 0,
  });
  const { data, reset } = reveal;
  useEffect(() => {
    if (data === undefined) return;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [data, reset]);
  const shown = data?.text ?? data?.base64;
  return (
    <FormDialog
      title={t('secrets.revealTitle', { path: secret.path })}
      description={t('secrets.revealBody')}
      submit={t('secrets.reveal')}
      busy={reveal.isPending}
      disabled={shown !== undefined}
      error={reveal.error}
      onSubmit={() => reveal.mutate()}
      onClose={onClose}
    >
      {shown !== undefined && shown !== null && (
        <div role="status" data-testid="secret-revealed">
          <Copyable text={shown} label={t('secrets.value')} />
          <p className="m-hint">{t('secrets.hides', { seconds: SHOWN_MS / 1000 })}</p>
        </div>
      )}
    </FormDialog>
  );
}
