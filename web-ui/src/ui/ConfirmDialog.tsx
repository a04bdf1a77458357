import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { FormDialog } from './FormDialog';
import { TextField } from './TextField';

interface ConfirmDialogProps {
  title: string;
  description?: string;
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  /** What has to be typed before it is done; for what cannot be taken back. */
  typed?: { label: string; word: string; testId: string };
  /** Does it. */
  send: () => Promise<unknown>;
  /** Reads again what it changed; the dialog is closed already. */
  onDone: () => Promise<unknown>;
  onError?: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something is done; an error stays on screen, and it can be tried again. */
export function ConfirmDialog({
  typed,
  disabled = false,
  send,
  onDone,
  onError,
  children,
  ...dialog
}: ConfirmDialogProps) {
  const [text, setText] = useState('');
  const sent = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      dialog.onClose();
      await onDone();
    },
    ...(onError ? { onError } : {}),
  });
  return (
    <FormDialog
      {...dialog}
      busy={sent.isPending}
      disabled={disabled || (typed !== undefined && text !== typed.word)}
      error={sent.error}
      onSubmit={() => sent.mutate()}
    >
      {children}
      {typed && (
        <TextField label={typed.label} value={text} onChange={setText} required testId={typed.testId} />
      )}
    </FormDialog>
  );
}
