import {
  ClipboardCopy,
  ClipboardCopyButton,
  CodeBlock,
  CodeBlockAction,
  CodeBlockCode,
} from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copyText';

/** Text with a copy button beside it; long ids are shortened for the eye and copied whole. */
export function Copyable({
  text,
  label,
  shorten = false,
}: {
  text: string;
  label?: string;
  shorten?: boolean;
}) {
  const { t } = useTranslation();
  const shown = shorten && text.length > 16 ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
  return (
    <ClipboardCopy
      variant="inline-compact"
      isCode
      hoverTip={t('action.copy')}
      clickTip={t('action.copied')}
      copyAriaLabel={t('action.copyOf', { what: label ?? text })}
      onCopy={() => void copyText(text)}
      title={text}
    >
      {shown}
    </ClipboardCopy>
  );
}

/** Lines to be run somewhere else, with a copy button. */
export function CopyBlock({ code, label }: { code: string; label: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void copyText(code).then(() => setCopied(true));
  };
  return (
    <CodeBlock
      className="m-code"
      actions={
        <CodeBlockAction>
          <ClipboardCopyButton
            id={`${id}-copy`}
            aria-label={t('action.copyOf', { what: label })}
            onClick={copy}
            variant="plain"
            exitDelay={copied ? 1500 : 600}
            onTooltipHidden={() => setCopied(false)}
          >
            {copied ? t('action.copied') : t('action.copy')}
          </ClipboardCopyButton>
        </CodeBlockAction>
      }
    >
      <CodeBlockCode id={id} tabIndex={0}>
        {code}
      </CodeBlockCode>
    </CodeBlock>
  );
}
