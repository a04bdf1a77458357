import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';

export type Fact = [term: string, value: ReactNode];

/** What is known of one thing, each with its name. */
export function FactList({ facts, testId }: { facts: Fact[]; testId?: string }) {
  return (
    <DescriptionList isHorizontal isCompact className="m-facts-list" data-testid={testId}>
      {facts.map(([term, value]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription>{value}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}
