import { Skeleton } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Key, ReactNode } from 'react';
import type { List } from '../api/useList';
import { StaleNote } from './Loaded';
import { Pager, useSlice } from './Pager';
import { PageProblem } from './ProblemPanel';

export interface Column<T> {
  label: string;
  /** For names and verbs, which read badly in two lines. */
  nowrap?: boolean;
  /** Numbers are aligned to the end. */
  numeric?: boolean;
  /** Percent of the width, where it matters. */
  width?: 10 | 15 | 20 | 25 | 30 | 35 | 40;
  cell: (item: T) => ReactNode;
}

interface RowsTableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[] | undefined;
  keyOf: (item: T) => Key;
  testId?: string;
}

/** More rows than this are shown page by page. */
const ROWS_SHOWN = 100;
const NO_ROWS: never[] = [];

/** A table over values; skeleton rows stand where values are not there yet. */
export function RowsTable<T>({ label, columns, rows, keyOf, testId }: RowsTableProps<T>) {
  const { shown, ...pager } = useSlice(rows ?? NO_ROWS, ROWS_SHOWN);
  return (
    <>
      <div className="m-card m-table">
        <Table aria-label={label} variant="compact" data-testid={testId} aria-busy={rows === undefined}>
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th
                  modifier="nowrap"
                  key={column.label}
                  width={column.width}
                  className={column.numeric ? 'm-end' : ''}
                >
                  {column.label}
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {rows === undefined
              ? Array.from({ length: 5 }, (_, index) => (
                  <Tr key={index}>
                    {columns.map((column) => (
                      <Td key={column.label} dataLabel={column.label}>
                        <Skeleton width={`${60 + ((index * 17) % 35)}%`} />
                      </Td>
                    ))}
                  </Tr>
                ))
              : shown.map((row) => (
                  <Tr key={keyOf(row)}>
                    {columns.map((column) => (
                      <Td
                        key={column.label}
                        dataLabel={column.label}
                        className={column.numeric ? 'm-end m-figures' : ''}
                        {...(column.nowrap ? { modifier: 'nowrap' as const } : {})}
                      >
                        {column.cell(row)}
                      </Td>
                    ))}
                  </Tr>
                ))}
          </Tbody>
        </Table>
      </div>
      <Pager label={label} {...pager} />
    </>
  );
}

interface ListTableProps<T> extends Omit<RowsTableProps<T>, 'rows'> {
  list: List<T>;
  empty: ReactNode;
}

/** A list that the server pages: first load as skeletons, errors with retry, an empty state, a pager. */
export function ListTable<T>({ list, empty, ...table }: ListTableProps<T>) {
  const { query, rows } = list;
  if (query.error && rows === undefined)
    return <PageProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (rows?.length === 0 && list.page === 1) return <div className="m-card">{empty}</div>;
  return (
    <div className={list.turning ? 'm-stale' : ''} aria-busy={list.turning}>
      <StaleNote query={query} />
      <RowsTable rows={rows} {...table} />
      <Pager label={table.label} page={list.page} next={list.next} previous={list.previous} />
    </div>
  );
}
