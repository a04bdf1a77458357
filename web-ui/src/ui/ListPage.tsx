import {
  Button,
  FormSelect,
  FormSelectOption,
  TextInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import type { ComponentType, Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from '../api/useList';
import { EmptyHint, PageFrame } from './Frame';
import { ListTable, type Column } from './ListTable';
import type { UrlFilters } from './useUrlFilters';

export interface Filter<N extends string> {
  name: N;
  label: string;
  /** The choice that filters nothing; for a text, what is asked for. */
  all: string;
  /** None for what is typed. */
  choices?: { value: string; label: string }[];
  type?: 'search' | 'date';
}

interface ListPageProps<T, N extends string> {
  title: string;
  lead: ReactNode;
  actions?: ReactNode;
  list: List<T>;
  columns: Column<T>[];
  keyOf: (item: T) => Key;
  testId?: string;
  filters?: { fields: Filter<N>[]; url: UrlFilters<N> };
  /** What an empty list says: what its entries are, and the first action. */
  empty: { title: string; body: ReactNode; icon: ComponentType; action?: ReactNode };
  /** What stands above the list. */
  above?: ReactNode;
  /** Dialogs of the page. */
  children?: ReactNode;
}

/** A page that is a list: its filters, its table with paging, and what it says when there is nothing. */
export function ListPage<T, N extends string = never>({
  title,
  lead,
  actions,
  above,
  children,
  ...list
}: ListPageProps<T, N>) {
  return (
    <PageFrame title={title} lead={lead} actions={actions}>
      {above}
      <FilteredList label={title} {...list} />
      {children}
    </PageFrame>
  );
}

type FilteredListProps<T, N extends string> = Omit<
  ListPageProps<T, N>,
  'title' | 'lead' | 'actions' | 'above' | 'children'
> & { label: string };

/** The list of such a page, for a page that has more than one. */
export function FilteredList<T, N extends string = never>({
  filters,
  empty,
  ...table
}: FilteredListProps<T, N>) {
  const { t } = useTranslation();
  const filtered = filters?.url.any === true;
  return (
    <>
      {filters && <Filters {...filters} />}
      <ListTable
        {...table}
        empty={
          <EmptyHint
            title={filtered ? t('list.noMatch') : empty.title}
            body={filtered ? t('list.noMatchBody') : empty.body}
            icon={empty.icon}
            action={
              filtered ? (
                <Button variant="link" onClick={filters.url.clear}>
                  {t('list.clear')}
                </Button>
              ) : (
                empty.action
              )
            }
          />
        }
      />
    </>
  );
}

function Filters<N extends string>({ fields, url }: { fields: Filter<N>[]; url: UrlFilters<N> }) {
  const { t } = useTranslation();
  return (
    <Toolbar className="m-filters">
      <ToolbarContent>
        {fields.map((field) => (
          <ToolbarItem key={field.name}>
            {field.choices ? (
              <FormSelect
                aria-label={field.label}
                value={url.values[field.name]}
                onChange={(_, value) => url.set(field.name, value)}
              >
                <FormSelectOption value="" label={field.all} />
                {field.choices.map((choice) => (
                  <FormSelectOption key={choice.value} value={choice.value} label={choice.label} />
                ))}
              </FormSelect>
            ) : (
              <label className="m-filter-text">
                {field.all === '' && <span aria-hidden="true">{field.label}</span>}
                <TextInput
                  type={field.type ?? 'search'}
                  aria-label={field.label}
                  placeholder={field.all}
                  value={url.values[field.name]}
                  onChange={(_, value) => url.set(field.name, value)}
                />
              </label>
            )}
          </ToolbarItem>
        ))}
        {url.any && (
          <ToolbarItem>
            <Button variant="link" onClick={url.clear}>
              {t('list.clear')}
            </Button>
          </ToolbarItem>
        )}
      </ToolbarContent>
    </Toolbar>
  );
}
