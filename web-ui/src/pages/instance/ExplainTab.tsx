import { useQuery } from '@tanstack/react-query';
import { explanationQuery } from '../../api/queries';
import { ExplanationView } from './ExplanationView';
import { Loaded } from '../../ui/Loaded';
import type { TabProps } from './InstancePage';

export function ExplainTab({ instance }: TabProps) {
  const explanation = useQuery(explanationQuery(instance.tenant.path, instance.name));
  if (!explanation.data) return <Loaded query={explanation}>{() => null}</Loaded>;
  return <ExplanationView explanation={explanation.data} />;
}
