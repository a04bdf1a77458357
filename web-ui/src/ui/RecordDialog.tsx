import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError, errorsUnder } from '../api/client';
import { FormDialog } from './FormDialog';
import { ChoiceField, TextField } from './TextField';

/** A field of a dialog; its name is also its key in the request, so that the server's errors find it. */
export interface RecordField<N extends string> {
  name: N;
  label: string;
  help?: string;
  placeholder?: string;
  initial?: string;
  type?: 'text' | 'number' | 'date' | 'password' | 'lines';
  required?: boolean;
  /** Chosen from these instead of typed. */
  choices?: { value: string; label: string }[];
  /** What is wrong with a value that was given, or null. */
  wrong?: (value: string) => string | null;
}

interface RecordDialogProps<N extends string, T> {
  title: string;
  description?: string;
  submit: string;
  /** It takes away what nobody can bring back. */
  danger?: boolean;
  fields: RecordField<N>[];
  send: (values: Record<N, string>) => Promise<T>;
  onDone: (made: T) => void | Promise<void>;
  onClose: () => void;
  /** What stands above the fields. */
  children?: ReactNode;
}

/** Asks for a few values, checks and sends them; an error stands at its field. */
export function RecordDialog<N extends string, T>({
  fields,
  send,
  onDone,
  children,
  ...dialog
}: RecordDialogProps<N, T>) {
  const [values, setValues] = useState(
    () => Object.fromEntries(fields.map((field) => [field.name, field.initial ?? ''])) as Record<N, string>,
  );
  const sent = useMutation({
    mutationFn: () => send(values),
    onSuccess: (made) => onDone(made),
    // What was made may hold a secret: it is not kept beyond this dialog.
    gcTime: 0,
  });
  const refused = sent.error instanceof ApiError ? errorsUnder(sent.error.problem.errors, '') : {};
  const wrong = (field: RecordField<N>) => {
    const value = values[field.name];
    return value === '' ? null : (field.wrong?.(value) ?? null);
  };
  const incomplete = fields.some(
    (field) => (field.required === true && values[field.name] === '') || wrong(field) !== null,
  );
  return (
    <FormDialog
      {...dialog}
      busy={sent.isPending}
      disabled={incomplete}
      error={sent.error}
      shownElsewhere={({ pointer }) => fields.some((field) => pointer === `/${field.name}`)}
      onSubmit={() => sent.mutate()}
    >
      {children}
      {fields.map((field) => {
        const at = {
          label: field.label,
          value: values[field.name],
          onChange: (value: string) => setValues((before) => ({ ...before, [field.name]: value })),
          ...(field.help === undefined ? {} : { help: field.help }),
          testId: `field-${field.name}`,
        };
        return field.choices ? (
          <ChoiceField key={field.name} {...at} choices={field.choices} error={refused[`/${field.name}`]} />
        ) : (
          <TextField
            key={field.name}
            {...at}
            type={field.type ?? 'text'}
            required={field.required === true}
            placeholder={field.placeholder}
            error={wrong(field) ?? refused[`/${field.name}`]}
          />
        );
      })}
    </FormDialog>
  );
}
