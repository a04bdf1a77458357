import { useSearchParams } from 'react-router';

export interface UrlFilters<N extends string> {
  values: Record<N, string>;
  /** True when any of them narrows the list. */
  any: boolean;
  set: (name: N, value: string) => void;
  clear: () => void;
}

/** Filters that live in the URL, so that a filtered list can be linked, reloaded and gone back to. */
export function useUrlFilters<N extends string>(...names: N[]): UrlFilters<N> {
  const [params, setParams] = useSearchParams();
  const change = (changes: Partial<Record<N, string>>) => {
    const next = new URLSearchParams(params);
    for (const name of names) {
      const value = changes[name];
      if (value === '') next.delete(name);
      else if (value !== undefined) next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<N, string>;
  return {
    values,
    any: names.some((name) => values[name] !== ''),
    set: (name, value) => change({ [name]: value } as Partial<Record<N, string>>),
    clear: () => change(Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>),
  };
}
