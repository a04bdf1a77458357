import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../api/types';
import { ProblemPanel } from './ProblemPanel';

interface FormDialogProps {
  title: string;
  description?: string;
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  busy: boolean;
  error: unknown;
  /** Field errors that stand at their field already. */
  shownElsewhere?: (error: FieldError) => boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A question with fields: Enter submits, Escape leaves, an error stays on screen with what was typed. Without a
 * field, leaving has the focus.
 */
export function FormDialog(props: FormDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Modal
      isOpen
      variant="medium"
      className="m-dialog"
      elementToFocus=".m-dialog :is(input, select, .m-dialog-leave)"
      onClose={props.onClose}
      aria-labelledby={`${id}-title`}
    >
      <ModalHeader
        title={props.title}
        description={props.description}
        labelId={`${id}-title`}
        {...(props.danger ? { titleIconVariant: 'danger' as const } : {})}
      />
      <ModalBody>
        <Form
          id={id}
          onSubmit={(event) => {
            event.preventDefault();
            if (!props.disabled && !props.busy) props.onSubmit();
          }}
        >
          {props.error !== null && props.error !== undefined && (
            <ProblemPanel
              error={props.error}
              {...(props.shownElsewhere ? { shownElsewhere: props.shownElsewhere } : {})}
            />
          )}
          {props.children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={id}
          variant={props.danger ? 'danger' : 'primary'}
          isLoading={props.busy}
          isDisabled={props.disabled === true || props.busy}
        >
          {props.submit}
        </Button>
        <Button variant="link" className="m-dialog-leave" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
