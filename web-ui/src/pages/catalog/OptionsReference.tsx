import { useTranslation } from 'react-i18next';
import { Label } from '@patternfly/react-core';
import type { JsonSchema } from '../../api/types';
import { fieldsOf, leavesOf, type Field } from '../../forms/schema';
import { RowsTable, type Column } from '../../ui/ListTable';

export function OptionsReference({ schema }: { schema: JsonSchema }) {
  const { t } = useTranslation();
  const columns: Column<Field>[] = [
    {
      label: t('column.option'),
      width: 30,
      cell: (field) => (
        <>
          <code>{field.path.join('.')}</code>
          {field.required && (
            <>
              {' '}
              <Label isCompact color="orange">
                {t('options.required')}
              </Label>
            </>
          )}
        </>
      ),
    },
    { label: t('column.type'), cell: (field) => t(`options.kind.${field.kind}`) },
    {
      label: t('column.default'),
      cell: (field) => (field.default === undefined ? '–' : <code>{JSON.stringify(field.default)}</code>),
    },
    { label: t('column.allowed'), cell: (field) => allowed(field) || '–' },
    { label: t('column.description'), width: 35, cell: (field) => field.description || field.title },
  ];
  return (
    <RowsTable
      label={t('package.options')}
      columns={columns}
      rows={leavesOf(fieldsOf(schema))}
      keyOf={(field) => field.pointer}
    />
  );
}

function allowed(field: Field): string {
  if (field.choices.length > 0) return field.choices.map(String).join(', ');
  if (field.minimum !== undefined && field.maximum !== undefined) return `${field.minimum}–${field.maximum}`;
  if (field.minimum !== undefined) return `≥ ${field.minimum}`;
  if (field.maximum !== undefined) return `≤ ${field.maximum}`;
  return '';
}
