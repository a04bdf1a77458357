import {
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  InputGroup,
  InputGroupItem,
  TextInput,
} from '@patternfly/react-core';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inputOf, type SecretInput } from './secretValue';

/** Takes a value without showing it: typed, or read from a file. */
export function ValueField({
  value,
  error,
  onChange,
}: {
  value: SecretInput | null;
  error: string | undefined;
  onChange: (value: SecretInput | null) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<string | null>(null);
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    onChange(inputOf(new Uint8Array(await chosen.arrayBuffer())));
    setFile(chosen.name);
  };
  return (
    <FormGroup label={t('secrets.value')} fieldId={id} isRequired>
      <InputGroup>
        <InputGroupItem isFill>
          <TextInput
            id={id}
            type="password"
            value={file === null && value !== null && 'text' in value ? value.text : ''}
            placeholder={file === null ? '' : t('secrets.fromFile', { file })}
            onChange={(_, text) => {
              setFile(null);
              onChange(text === '' ? null : { text });
            }}
            validated={error ? 'error' : 'default'}
            aria-describedby={`${id}-note`}
            autoComplete="new-password"
            data-testid="secret-value"
          />
        </InputGroupItem>
        <InputGroupItem>
          <Button variant="control" onClick={() => chooser.current?.click()}>
            {t('secrets.chooseFile')}
          </Button>
        </InputGroupItem>
      </InputGroup>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={t('secrets.chooseFile')}
        data-testid="secret-file"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <FormHelperText>
        <HelperText id={`${id}-note`}>
          <HelperTextItem variant={error ? 'error' : 'default'}>
            {error ?? t('secrets.valueHelp')}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
