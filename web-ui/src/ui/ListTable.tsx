import { Button, Skeleton } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PagedResult } from '../api/queries';
import { PageProblem } from './ProblemPanel';

export interface Column<T> {
  label: string;
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

/** A table over values; skeleton rows stand where values are not there yet. */
export function RowsTable<T>({ label, columns, rows, keyOf, testId }: RowsTableProps<T>) {
  return (
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
            : rows.map((row) => (
                <Tr key={keyOf(row)}>
                  {columns.map((column) => (
                    <Td
                      key={column.label}
                      dataLabel={column.label}
                      className={column.numeric ? 'm-end m-figures' : ''}
                    >
                      {column.cell(row)}
                    </Td>
                  ))}
                </Tr>
              ))}
        </Tbody>
      </Table>
    </div>
  );
}

interface ListTableProps<T> extends Omit<RowsTableProps<T>, 'rows'> {
  result: PagedResult<T>;
  empty: ReactNode;
}

/** A list that the server pages: first load as skeletons, errors with retry, an empty state, "show more". */
export function ListTable<T>({ result, empty, ...table }: ListTableProps<T>) {
  const { t } = useTranslation();
  if (result.isError && !result.data)
    return <PageProblem error={result.error} onRetry={() => void result.refetch()} />;
  const rows = result.data?.pages.flatMap((page) => page.items);
  if (rows?.length === 0) return <div className="m-card">{empty}</div>;
  return (
    <>
      <RowsTable rows={rows} {...table} />
      {result.hasNextPage && (
        <Button
          variant="secondary"
          className="m-more"
          isLoading={result.isFetchingNextPage}
          onClick={() => void result.fetchNextPage()}
        >
          {t('action.more')}
        </Button>
      )}
    </>
  );
}
