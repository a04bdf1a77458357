import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { explanationQuery } from '../../api/queries';
import { Skeletons } from '../../ui/Frame';
import { PageProblem } from '../../ui/ProblemPanel';
import { ExplanationView } from './ExplanationView';
import type { TabProps } from './InstancePage';

export function ExplainTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const explanation = useQuery(explanationQuery(instance.tenant.path, instance.name));
  if (explanation.error && !explanation.data)
    return <PageProblem error={explanation.error} onRetry={() => void explanation.refetch()} />;
  if (!explanation.data) return <Skeletons label={t('shell.loading')} />;
  return <ExplanationView explanation={explanation.data} />;
}
