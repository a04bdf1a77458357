import { useTranslation } from 'react-i18next';
import type { Violation } from './schema';

/** A violated rule in words for people. */
export function useViolationText(): (violation: Violation) => string {
  const { t } = useTranslation();
  return ({ keyword, limit, text }) => {
    switch (keyword) {
      case 'minimum':
        return t('violation.minimum', { limit });
      case 'maximum':
        return t('violation.maximum', { limit });
      case 'minLength':
        return t('violation.minLength', { limit });
      case 'maxLength':
        return t('violation.maxLength', { limit });
      case 'pattern':
        return t('violation.pattern', { limit });
      case 'enum':
        return t('violation.enum', { limit });
      case 'type':
        return t('violation.type', { limit });
      case 'required':
        return t('violation.required');
      case 'unknown':
        return t('violation.unknown');
      default:
        return text;
    }
  };
}
