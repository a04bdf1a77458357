import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageReport } from '../../api/types';
import { useIsDark } from '../../shell/theme';
import { daysOf, type Period } from './period';
import { seriesOf, type Measure } from './series';

echarts.use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const LIGHT = ['#3b48c9', '#0f8a72', '#c2570c', '#9333a8', '#0e7490', '#a16207', '#be185d', '#4d7c0f'];
const DARK = ['#8b96ff', '#4fd1b5', '#fb9a55', '#d58bea', '#5cc8e2', '#e3bf4c', '#f588b6', '#a8d263'];
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

export function UsageChart({
  report,
  period,
  measure,
}: {
  report: UsageReport;
  period: Period;
  measure: Measure;
}) {
  const { t } = useTranslation();
  const dark = useIsDark();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.EChartsType | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const made = echarts.init(box.current, null, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (box.current === null) return;
    const fontFamily = getComputedStyle(box.current).fontFamily;
    const days = daysOf(period);
    const text = dark ? '#c7c7c7' : '#4d4d4d';
    const line = dark ? '#444548' : '#e0e0e0';
    chart.current?.setOption(
      {
        color: dark ? DARK : LIGHT,
        animationDuration: 250,
        textStyle: { fontFamily, color: text },
        aria: { enabled: true, decal: { show: false } },
        grid: { left: 8, right: 8, top: 12, bottom: 44, containLabel: true },
        legend: {
          bottom: 0,
          textStyle: { color: text },
          type: 'scroll',
          pageTextStyle: { color: text },
          pageIconColor: text,
          itemHeight: 10,
          itemWidth: 14,
        },
        tooltip: {
          trigger: 'axis',
          confine: true,
          axisPointer: { type: 'shadow' },
          backgroundColor: dark ? '#292929' : '#ffffff',
          borderColor: line,
          textStyle: { color: dark ? '#f2f2f2' : '#1f1f1f' },
          valueFormatter: (value: unknown) => number.format(Number(value)),
        },
        xAxis: {
          type: 'category',
          data: days.map((day) =>
            new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
              day: 'numeric',
              month: 'short',
              timeZone: 'UTC',
            }),
          ),
          axisLine: { lineStyle: { color: line } },
          axisTick: { show: false },
          axisLabel: { color: text, hideOverlap: true },
        },
        yAxis: { type: 'value', splitLine: { lineStyle: { color: line } }, axisLabel: { color: text } },
        series: seriesOf(report, days, measure).map(({ tenant, values }) => ({
          name: tenant,
          type: 'bar',
          stack: 'all',
          barMaxWidth: 48,
          data: values,
        })),
      },
      { notMerge: true },
    );
  }, [report, period, measure, dark]);

  return (
    <div
      ref={box}
      className="m-chart"
      role="img"
      aria-label={t('usage.chart', { measure: t(`measure.${measure}`) })}
    />
  );
}
