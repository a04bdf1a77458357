import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CopyBlock } from './Copyable';

interface ShownOnceProps {
  title: string;
  description: string;
  values: { label: string; value: string; testId: string }[];
  onClose: () => void;
}

/** What was made and is not shown again, such as a first password or a key, with a way to copy it. */
export function ShownOnce({ title, description, values, onClose }: ShownOnceProps) {
  const { t } = useTranslation();
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-label={title}>
      <ModalHeader title={title} description={description} />
      <ModalBody>
        <div className="m-stack-small">
          {values.map(({ label, value, testId }) => (
            <div key={label} data-testid={testId}>
              {values.length > 1 && <div className="m-small-title">{label}</div>}
              <CopyBlock code={value} label={label} />
            </div>
          ))}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </ModalFooter>
    </Modal>
  );
}
