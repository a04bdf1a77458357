import { useTranslation } from 'react-i18next';

/** What a limit is about, in words: everything, one region, or one package. */
export function useScopeName(): (scope: string) => string {
  const { t } = useTranslation();
  return (scope) => {
    const [kind, name = ''] = scope.split(':');
    if (kind === 'region') return t('quota.region', { name });
    return kind === 'package' ? t('quota.package', { name }) : t('quota.everything');
  };
}
