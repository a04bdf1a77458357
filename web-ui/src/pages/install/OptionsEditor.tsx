import {
  TextArea,
  ToggleGroup,
  ToggleGroupItem,
  FormHelperText,
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema, Options } from '../../api/types';
import { OptionsForm } from '../../forms/OptionsForm';
import { optionsToText, textToOptions, type TextFormat } from '../../forms/text';

interface OptionsEditorProps {
  headingId: string;
  schema: JsonSchema;
  value: Options;
  errors: Record<string, string>;
  onChange: (value: Options) => void;
  /** Told when the text cannot be read, and when it can again. */
  onBroken: (broken: boolean) => void;
}

/** The same options as a form, as YAML or as JSON. */
export function OptionsEditor({ headingId, schema, value, errors, onChange, onBroken }: OptionsEditorProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'form' | TextFormat>('form');
  const [text, setText] = useState('');
  const parsed = textToOptions(text);
  const show = (next: 'form' | TextFormat) => {
    // Text that cannot be read would be lost by leaving it.
    if (view !== 'form' && !parsed.ok) return;
    if (next !== 'form') setText(optionsToText(value, next));
    setView(next);
  };
  const edit = (next: string) => {
    setText(next);
    const read = textToOptions(next);
    onBroken(!read.ok);
    if (read.ok) onChange(read.options);
  };
  return (
    <>
      <div className="m-card-head">
        <h2 id={headingId} className="m-card-title">
          {t('install.options')}
        </h2>
        <ToggleGroup aria-label={t('install.optionsAs')} isCompact>
          {(['form', 'yaml', 'json'] as const).map((one) => (
            <ToggleGroupItem
              key={one}
              text={t(`install.view.${one}`)}
              buttonId={`options-${one}`}
              isSelected={view === one}
              isDisabled={view !== one && view !== 'form' && !parsed.ok}
              onChange={() => show(one)}
            />
          ))}
        </ToggleGroup>
      </div>
      {view === 'form' ? (
        Object.keys(schema.properties ?? {}).length === 0 ? (
          <p className="m-muted">{t('install.noOptions')}</p>
        ) : (
          <OptionsForm schema={schema} value={value} errors={errors} onChange={onChange} />
        )
      ) : (
        <div>
          <TextArea
            className="m-text-editor"
            value={text}
            onChange={(_, next) => edit(next)}
            aria-label={t('install.optionsText')}
            aria-describedby="options-text-note"
            validated={parsed.ok && Object.keys(errors).length === 0 ? 'default' : 'error'}
            rows={14}
            resizeOrientation="vertical"
            spellCheck="false"
          />
          <FormHelperText>
            <HelperText id="options-text-note">
              {!parsed.ok && (
                <HelperTextItem variant="error">
                  {parsed.line === null
                    ? parsed.message
                    : t('install.textWrong', { line: parsed.line, message: parsed.message })}
                </HelperTextItem>
              )}
              {parsed.ok &&
                Object.entries(errors).map(([pointer, message]) => (
                  <HelperTextItem key={pointer} variant="error">
                    <code>{pointer}</code> {message}
                  </HelperTextItem>
                ))}
              <HelperTextItem>{t('install.textHelp')}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </div>
      )}
    </>
  );
}
