import { useTranslation } from 'react-i18next';
import { ShownOnce } from '../../ui/ShownOnce';

/** What a program signs in with: the client id, and the key this once. */
export function NewKeyShown({
  username,
  secret,
  onClose,
}: {
  username: string;
  secret: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <ShownOnce
      title={t('serviceAccounts.madeTitle', { name: username })}
      description={t('serviceAccounts.madeBody')}
      values={[
        { label: t('serviceAccounts.clientId'), value: username, testId: 'client-id' },
        { label: t('serviceAccounts.secret'), value: secret, testId: 'new-key' },
      ]}
      onClose={onClose}
    />
  );
}
