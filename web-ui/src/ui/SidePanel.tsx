import {
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  Title,
} from '@patternfly/react-core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface SidePanelProps {
  title: string;
  /** What the panel is called where the title alone does not say it. */
  label?: string;
  /** Stands beside the title. */
  mark?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** What slides in beside a list about one of its entries; its title has the focus when it opens. */
export function SidePanel({ title, label = title, mark, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [title]);
  return (
    <DrawerPanelContent
      widths={{ default: 'width_75', lg: 'width_50', '2xl': 'width_33' }}
      aria-label={label}
    >
      <DrawerHead>
        <div ref={heading} tabIndex={-1} className="m-drawer-head">
          <Title headingLevel="h2" size="lg">
            {title}
          </Title>
          {mark}
        </div>
        <DrawerActions>
          <DrawerCloseButton onClick={onClose} aria-label={t('action.close')} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>{children}</DrawerPanelBody>
    </DrawerPanelContent>
  );
}
