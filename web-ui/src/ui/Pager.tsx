import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface PagerProps {
  label: string;
  page: number;
  next: (() => void) | null;
  previous: (() => void) | null;
}

/** To the neighbours of a list's page; nothing when the list has one page. */
export function Pager({ label, page, next, previous }: PagerProps) {
  const { t } = useTranslation();
  if (next === null && previous === null) return null;
  return (
    <nav className="m-pager" aria-label={t('list.pagesOf', { list: label })}>
      <Button variant="secondary" isDisabled={previous === null} onClick={() => previous?.()}>
        {t('list.previous')}
      </Button>
      <span className="m-figures" role="status">
        {t('list.page', { page })}
      </span>
      <Button variant="secondary" isDisabled={next === null} onClick={() => next?.()}>
        {t('list.next')}
      </Button>
    </nav>
  );
}

/** The part of a list that is here as a whole which fits on a page of this size. */
export function useSlice<T>(items: T[], size: number): { shown: T[] } & Omit<PagerProps, 'label'> {
  const [wanted, setWanted] = useState(1);
  const last = Math.max(1, Math.ceil(items.length / size));
  // The list may have become shorter since.
  const page = Math.min(wanted, last);
  return {
    shown: items.slice((page - 1) * size, page * size),
    page,
    next: page < last ? () => setWanted(page + 1) : null,
    previous: page > 1 ? () => setWanted(page - 1) : null,
  };
}
