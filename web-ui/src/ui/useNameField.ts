import { useTranslation } from 'react-i18next';
import { isDnsLabel } from './names';
import type { RecordField } from './RecordDialog';

/** The field for the name of a new thing: a DNS label, checked as it is typed. */
export function useNameField(): RecordField<'name'> {
  const { t } = useTranslation();
  return {
    name: 'name',
    label: t('column.name'),
    help: t('form.dnsLabel'),
    required: true,
    wrong: (value) => (isDnsLabel(value) ? null : t('form.dnsLabelWrong')),
  };
}
