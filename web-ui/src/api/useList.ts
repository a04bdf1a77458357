import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { PagedQuery } from './queries';
import type { Page } from './types';

/** One page of a list on screen, with the ways to its neighbours. */
export interface List<T> {
  query: UseQueryResult<Page<T>>;
  rows: T[] | undefined;
  /** From 1. The server does not count a list's rows, so there is no last page until it is reached. */
  page: number;
  next: (() => void) | null;
  previous: (() => void) | null;
  /** True while rows of another page or filter stand in for those that were asked for. */
  turning: boolean;
}

/** Reads a list page by page: only the page on screen is kept up to date, however long the list is. */
export function useList<T>(list: PagedQuery<T>): List<T> {
  const [position, setPosition] = useState<{ of: string; cursors: string[] }>({ of: list.of, cursors: [] });
  // Another filter is another list, and starts at its first page.
  const cursors = position.of === list.of ? position.cursors : [];
  const query = useQuery(list.page(cursors.at(-1) ?? null));
  const following = query.data?.nextCursor ?? null;
  const go = (to: string[]) => setPosition({ of: list.of, cursors: to });
  return {
    query,
    rows: query.data?.items,
    page: cursors.length + 1,
    next: following === null || query.isPlaceholderData ? null : () => go([...cursors, following]),
    previous: cursors.length === 0 ? null : () => go(cursors.slice(0, -1)),
    turning: query.isPlaceholderData,
  };
}
