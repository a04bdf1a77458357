import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { useId } from 'react';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string;
  error?: string | undefined;
  required?: boolean;
  /** `lines` is text of several lines, such as a certificate. */
  type?: 'text' | 'number' | 'date' | 'password' | 'lines';
  placeholder?: string | undefined;
  testId?: string;
}

/** A labelled input with its help, and its error in the help's place. */
export function TextField({
  label,
  value,
  onChange,
  help,
  error,
  required,
  type = 'text',
  placeholder,
  testId,
}: TextFieldProps) {
  const id = useId();
  const note = error ?? help;
  const input = {
    id,
    value,
    onChange: (_: unknown, next: string) => onChange(next),
    placeholder,
    validated: error ? ('error' as const) : ('default' as const),
    'aria-describedby': note ? `${id}-note` : undefined,
    isRequired: required,
    'data-testid': testId,
    spellCheck: 'false' as const,
  };
  return (
    <FormGroup label={label} fieldId={id} isRequired={required}>
      {type === 'lines' ? (
        <TextArea {...input} rows={4} resizeOrientation="vertical" />
      ) : (
        <TextInput {...input} type={type} autoComplete={type === 'password' ? 'new-password' : 'off'} />
      )}
      {note && (
        <FormHelperText>
          <HelperText id={`${id}-note`}>
            <HelperTextItem variant={error ? 'error' : 'default'}>{note}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  help?: string;
  error?: string | undefined;
  testId?: string;
}

/** One of a few named values, as the platform's own list. */
export function ChoiceField<T extends string>({
  label,
  value,
  choices,
  onChange,
  help,
  error,
  testId,
}: ChoiceFieldProps<T>) {
  const id = useId();
  const note = error ?? help;
  return (
    <FormGroup label={label} fieldId={id}>
      <FormSelect
        id={id}
        value={value}
        data-testid={testId}
        validated={error ? 'error' : 'default'}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(_, next) => {
          const choice = choices.find((one) => one.value === next);
          if (choice) onChange(choice.value);
        }}
      >
        {choices.map((choice) => (
          <FormSelectOption key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </FormSelect>
      {note && (
        <FormHelperText>
          <HelperText id={`${id}-note`}>
            <HelperTextItem variant={error ? 'error' : 'default'}>{note}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
