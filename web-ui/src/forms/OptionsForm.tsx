import {
  Button,
  Checkbox,
  FormFieldGroupExpandable,
  FormFieldGroupHeader,
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { useContext, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json, JsonSchema, Options } from '../api/types';
import { AddIcon, RemoveIcon } from '../ui/icons';
import { SecretChoices } from './secretChoices';
import { fieldsOf, numberOf, valueAt, withValue, type Field } from './schema';

interface OptionsFormProps {
  schema: JsonSchema;
  /** Only what the person gave; everything else stays at the package's default. */
  value: Options;
  /** Messages by pointer. */
  errors: Record<string, string>;
  onChange: (value: Options) => void;
}

/** A form made from an options schema: groups fold, defaults are visible, each error stands at its field. */
export function OptionsForm({ schema, value, errors, onChange }: OptionsFormProps) {
  const fields = fieldsOf(schema);
  const change = (path: string[], next: Json | undefined) => onChange(withValue(value, path, next));
  return (
    <div className="m-form-fields">
      {fields.map((field) => (
        <FieldView
          key={field.pointer}
          field={field}
          value={value}
          errors={errors}
          onChange={change}
          depth={0}
        />
      ))}
    </div>
  );
}

interface FieldViewProps {
  field: Field;
  value: Options;
  errors: Record<string, string>;
  onChange: (path: string[], value: Json | undefined) => void;
  depth: number;
}

function FieldView(props: FieldViewProps) {
  const { t } = useTranslation();
  const { field, errors, depth } = props;
  const id = useId();
  if (field.kind !== 'group') return <Input {...props} />;
  const wrong = Object.keys(errors).filter(
    (pointer) => pointer === field.pointer || pointer.startsWith(field.pointer + '/'),
  ).length;
  return (
    <FormFieldGroupExpandable
      // A group with an error opens, so that nothing that must be mended is out of sight.
      key={wrong > 0 ? 'wrong' : 'fine'}
      isExpanded={depth === 0 || wrong > 0}
      toggleAriaLabel={t('options.toggle', { group: field.title })}
      header={
        <FormFieldGroupHeader
          titleText={{ text: <span id={id}>{field.title}</span>, id: `${id}-group` }}
          titleDescription={errors[field.pointer] ?? field.description}
        />
      }
    >
      {field.children.map((child) => (
        <FieldView {...props} key={child.pointer} field={child} depth={depth + 1} />
      ))}
    </FormFieldGroupExpandable>
  );
}

function Input({ field, value, errors, onChange }: FieldViewProps) {
  const { t } = useTranslation();
  const id = useId();
  const given = valueAt(value, field.path);
  const error =
    errors[field.pointer] ??
    Object.entries(errors).find(([pointer]) => pointer.startsWith(field.pointer + '/'))?.[1];
  const fallback =
    field.default === undefined
      ? ''
      : typeof field.default === 'string'
        ? field.default
        : JSON.stringify(field.default);
  const common = {
    id,
    'aria-describedby': `${id}-note`,
    'aria-invalid': error !== undefined,
    'data-testid': `option-${field.path.join('.')}`,
  };
  const set = (next: Json | undefined) => onChange(field.path, next);
  const note = (
    <FormHelperText>
      <HelperText id={`${id}-note`}>
        {error !== undefined && <HelperTextItem variant="error">{error}</HelperTextItem>}
        {field.description !== '' && field.kind !== 'boolean' && (
          <HelperTextItem>{field.description}</HelperTextItem>
        )}
        {given !== undefined && fallback !== '' && (
          <HelperTextItem>
            {t('options.default', { value: fallback })}{' '}
            <Button variant="link" isInline onClick={() => set(undefined)}>
              {t('options.reset')}
            </Button>
          </HelperTextItem>
        )}
      </HelperText>
    </FormHelperText>
  );
  if (field.kind === 'boolean') {
    return (
      <div className="m-form-row">
        <Checkbox
          {...common}
          label={field.title}
          description={field.description}
          isChecked={given === undefined ? field.default === true : given === true}
          onChange={(_, checked) => set(checked === field.default ? undefined : checked)}
        />
        {note}
      </div>
    );
  }
  return (
    <FormGroup label={field.title} fieldId={id} isRequired={field.required && field.default === undefined}>
      {field.kind === 'enum' ? (
        <FormSelect
          {...common}
          value={given === undefined ? '' : JSON.stringify(given)}
          validated={error ? 'error' : 'default'}
          onChange={(_, next) => set(next === '' ? undefined : (JSON.parse(next) as Json))}
        >
          <FormSelectOption
            value=""
            label={fallback === '' ? t('options.choose') : t('options.defaultChoice', { value: fallback })}
          />
          {field.choices.map((choice) => (
            <FormSelectOption
              key={JSON.stringify(choice)}
              value={JSON.stringify(choice)}
              label={typeof choice === 'string' ? choice : JSON.stringify(choice)}
            />
          ))}
        </FormSelect>
      ) : field.kind === 'strings' ? (
        <StringList field={field} given={given} fallback={fallback} onChange={set} common={common} />
      ) : field.kind === 'secret' ? (
        <SecretChoice
          field={field}
          given={given}
          fallback={fallback}
          onChange={set}
          common={common}
          wrong={error !== undefined}
        />
      ) : field.kind === 'raw' || field.kind === 'text' ? (
        <RawText
          field={field}
          given={given}
          fallback={fallback}
          onChange={set}
          common={common}
          wrong={error !== undefined}
        />
      ) : (
        <TextInput
          {...common}
          type="text"
          inputMode={field.kind === 'string' ? 'text' : 'decimal'}
          value={given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given)}
          placeholder={fallback}
          validated={error ? 'error' : 'default'}
          onChange={(_, next) =>
            set(field.kind === 'string' ? (next === '' ? undefined : next) : numberOf(next))
          }
          autoComplete="off"
          spellCheck="false"
        />
      )}
      {note}
    </FormGroup>
  );
}

interface PartProps {
  field: Field;
  given: Json | undefined;
  fallback: string;
  onChange: (value: Json | undefined) => void;
  common: { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
  wrong?: boolean;
}

function StringList({ field, given, onChange, common }: PartProps) {
  const { t } = useTranslation();
  const source = given ?? field.default;
  const items = Array.isArray(source) ? source.map(String) : [];
  const setAt = (index: number, text: string) =>
    onChange(items.map((item, at) => (at === index ? text : item)));
  return (
    <div className="m-string-list" id={common.id} role="group" aria-label={field.title}>
      {items.map((item, index) => (
        <div key={index} className="m-string-item">
          <TextInput
            aria-label={t('options.item', { field: field.title, number: index + 1 })}
            aria-describedby={common['aria-describedby']}
            value={item}
            onChange={(_, next) => setAt(index, next)}
          />
          <Button
            variant="plain"
            icon={<RemoveIcon />}
            aria-label={t('options.removeItem', { item: item || String(index + 1) })}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button variant="link" isInline icon={<AddIcon />} onClick={() => onChange([...items, ''])}>
        {t('options.addItem')}
      </Button>
    </div>
  );
}

const REFERENCE = 'secret:';

/** A secret by its path; typed where the tenant's secrets are not known. Never its value. */
function SecretChoice({ given, fallback, onChange, common, wrong }: PartProps) {
  const { t } = useTranslation();
  const known = useContext(SecretChoices);
  const value = typeof given === 'string' ? given : '';
  const validated = wrong ? 'error' : 'default';
  const set = (next: string) => onChange(next === '' ? undefined : next);
  if (known === null) {
    return (
      <TextInput
        {...common}
        value={value}
        placeholder={fallback || `${REFERENCE}path`}
        validated={validated}
        onChange={(_, next) => set(next)}
        autoComplete="off"
        spellCheck="false"
      />
    );
  }
  const references = known.map((path) => REFERENCE + path);
  return (
    <FormSelect {...common} value={value} validated={validated} onChange={(_, next) => set(next)}>
      <FormSelectOption
        value=""
        label={fallback === '' ? t('secrets.choose') : t('options.defaultChoice', { value: fallback })}
      />
      {(value === '' || references.includes(value) ? references : [value, ...references]).map((reference) => (
        <FormSelectOption key={reference} value={reference} label={reference} />
      ))}
    </FormSelect>
  );
}

/** Text, or a value of a shape that has no input: written as JSON, and given as text while it is not JSON yet. */
function RawText({ field, given, fallback, onChange, common, wrong }: PartProps) {
  const asText = (json: Json | undefined) =>
    json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json, null, 2);
  const [text, setText] = useState(asText(given));
  return (
    <TextArea
      {...common}
      value={field.kind === 'text' ? asText(given) : text}
      placeholder={fallback}
      resizeOrientation="vertical"
      validated={wrong ? 'error' : 'default'}
      onChange={(_, next) => {
        setText(next);
        if (next.trim() === '') onChange(undefined);
        else if (field.kind === 'text') onChange(next);
        else {
          try {
            onChange(JSON.parse(next) as Json);
          } catch {
            // Not JSON yet: kept as text, which the schema then complains about at this field.
            onChange(next);
          }
        }
      }}
    />
  );
}
