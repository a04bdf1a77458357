/** Usage for finance. */
export const usage = {
  measure: {
    cpuHours: 'CPU hours',
    memoryGibHours: 'Memory GiB hours',
    diskGibHours: 'Disk GiB hours',
    podHours: 'Pod hours',
  },
  usage: {
    lead: 'Reserved resources per tenant, service and day. Days are in UTC.',
    csv: 'Export CSV',
    period: 'Period',
    last7: 'Last 7 days',
    last30: 'Last 30 days',
    thisMonth: 'This month',
    lastMonth: 'Last month',
    own: 'Own period',
    from: 'From',
    to: 'To (not included)',
    periodWrong: 'The end has to be after the start.',
    measure: 'Chart shows',
    perDay: '{{measure}} per day',
    chart: 'Bars per day by tenant: {{measure}}. The table below has the same numbers.',
    preliminary: 'Preliminary after {{at}}: late reports may still change it.',
    emptyTitle: 'Nothing was used in this period',
    emptyBody:
      'Usage is counted from the moment a pod is placed until it is released. Choose another period.',
    table: 'Usage by tenant and service',
    who: 'Tenant and service',
    toggle: 'Services and tenants of {{tenant}}',
    total: 'Total',
  },
} as const;
