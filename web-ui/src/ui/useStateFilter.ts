import { useTranslation } from 'react-i18next';
import type { Filter } from './ListPage';
import type { AnyState } from './StateLabel';

/** The filter of a list by the states that its entries may have. */
export function useStateFilter(states: AnyState[]): Filter<'state'> {
  const { t } = useTranslation();
  return {
    name: 'state',
    label: t('list.filterState'),
    all: t('list.allStates'),
    choices: states.map((state) => ({ value: state, label: t(`state.${state}`) })),
  };
}
