import { Alert, Button, Skeleton } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { query } from '../../api/client';
import { usageQuery } from '../../api/queries';
import { useScope } from '../../shell/useScope';
import { absolute } from '../../ui/format';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { DownloadIcon, UsageIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { ChoiceField, TextField } from '../../ui/TextField';
import { PRESETS, instantOf, isPeriod, preset, type PresetId } from './period';
import { MEASURES, type Measure } from './series';
import { UsageTable } from './UsageTable';

const UsageChart = lazy(() => import('./UsageChart').then((m) => ({ default: m.UsageChart })));
const GROUP_BY = 'tenant,service,day';

export function UsagePage() {
  const { t } = useTranslation();
  const scope = useScope();
  const tenant = scope.kind === 'tenant' ? scope.path : undefined;
  const [params, setParams] = useSearchParams();
  const now = new Date();
  const fallback = preset('last7', now);
  const period = { from: params.get('from') ?? fallback.from, to: params.get('to') ?? fallback.to };
  const measure = MEASURES.find((one) => one === params.get('measure')) ?? 'cpuHours';
  const valid = isPeriod(period);
  const usage = useQuery({
    ...usageQuery(instantOf(period.from), instantOf(period.to), GROUP_BY, tenant),
    enabled: valid,
  });
  const change = (values: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const [key, value] of Object.entries(values)) next.set(key, value);
    setParams(next, { replace: true });
  };
  const chosen = PRESETS.find((id) => {
    const one = preset(id, now);
    return one.from === period.from && one.to === period.to;
  });
  const csv =
    '/api/v1/usage.csv' +
    query({ from: instantOf(period.from), to: instantOf(period.to), groupBy: GROUP_BY, tenant });

  return (
    <PageFrame
      title={t('nav.usage')}
      lead={t('usage.lead')}
      actions={
        valid && (
          <Button variant="secondary" component="a" href={csv} download icon={<DownloadIcon />}>
            {t('usage.csv')}
          </Button>
        )
      }
    >
      <div className="m-stack">
        <div className="m-card m-usage-tools">
          <ChoiceField<PresetId | 'own'>
            label={t('usage.period')}
            value={chosen ?? 'own'}
            onChange={(id) => id !== 'own' && change({ ...preset(id, now) })}
            choices={[
              ...PRESETS.map((id) => ({ value: id, label: t(`usage.${id}`) })),
              ...(chosen ? [] : [{ value: 'own' as const, label: t('usage.own') }]),
            ]}
          />
          <TextField
            label={t('usage.from')}
            type="date"
            value={period.from}
            onChange={(from) => change({ from })}
          />
          <TextField
            label={t('usage.to')}
            type="date"
            value={period.to}
            onChange={(to) => change({ to })}
            error={valid ? undefined : t('usage.periodWrong')}
          />
          <ChoiceField<Measure>
            label={t('usage.measure')}
            value={measure}
            onChange={(next) => change({ measure: next })}
            choices={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
          />
        </div>
        {valid && (
          <Loaded query={usage}>
            {(report) =>
              report.rows.length === 0 ? (
                <div className="m-card">
                  <EmptyHint title={t('usage.emptyTitle')} body={t('usage.emptyBody')} icon={UsageIcon} />
                </div>
              ) : (
                <>
                  {report.preliminaryAfter < report.to && (
                    <Alert
                      variant="info"
                      isInline
                      isPlain
                      component="p"
                      title={t('usage.preliminary', { at: absolute(new Date(report.preliminaryAfter)) })}
                    />
                  )}
                  <section className="m-card" aria-labelledby="per-day">
                    <h2 id="per-day" className="m-card-title">
                      {t('usage.perDay', { measure: t(`measure.${measure}`) })}
                    </h2>
                    <Suspense fallback={<Skeleton height="20rem" screenreaderText={t('shell.loading')} />}>
                      <UsageChart report={report} period={period} measure={measure} />
                    </Suspense>
                  </section>
                  <UsageTable report={report} />
                </>
              )
            }
          </Loaded>
        )}
      </div>
    </PageFrame>
  );
}
