import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageAmounts, UsageReport } from '../../api/types';
import { decimalText } from '../../ui/format';
import { ServicesIcon, TenantsIcon } from '../../ui/icons';
import { Pager, useSlice } from '../../ui/Pager';
import { MEASURES } from './series';
import { usageRows } from './usageRows';

const SHOWN = 100;

/** The same usage as a tree of tenants and services. A tenant's line is all of it: its services and the tenants below. */
export function UsageTable({ report }: { report: UsageReport }) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const { shown, ...pager } = useSlice(usageRows(report.tree, closed), SHOWN);
  const toggle = (key: string) => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const cells = (of: UsageAmounts) =>
    MEASURES.map((measure) => (
      <Td key={measure} dataLabel={t(`measure.${measure}`)} className="m-end m-figures" title={of[measure]}>
        {decimalText(of[measure])}
      </Td>
    ));
  return (
    <>
      <div className="m-card m-table">
        <Table aria-label={t('usage.table')} variant="compact" className="m-usage-table">
          <Thead>
            <Tr>
              <Th modifier="nowrap" width={40}>
                {t('usage.who')}
              </Th>
              {MEASURES.map((measure) => (
                <Th modifier="nowrap" key={measure} className="m-end">
                  {t(`measure.${measure}`)}
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((row) => (
              <Tr key={row.key} data-testid={`usage-${row.kind}`}>
                <Td dataLabel={t('usage.who')}>
                  <span className="m-tree-name" style={{ paddingInlineStart: `${row.depth * 1.5}rem` }}>
                    {row.openable ? (
                      <Button
                        variant="plain"
                        size="sm"
                        className="m-tree-toggle"
                        aria-expanded={row.open}
                        aria-label={t('usage.toggle', { tenant: row.name })}
                        onClick={() => toggle(row.key)}
                      >
                        <span aria-hidden="true" className={row.open ? 'm-caret m-caret-open' : 'm-caret'} />
                      </Button>
                    ) : (
                      <span className="m-tree-toggle" />
                    )}
                    {row.kind === 'tenant' ? <TenantsIcon /> : <ServicesIcon />}
                    <span className={row.kind === 'tenant' ? 'm-strong' : ''}>{row.name}</span>
                  </span>
                </Td>
                {cells(row.amounts)}
              </Tr>
            ))}
            <Tr className="m-total" data-testid="usage-total">
              <Td dataLabel={t('usage.who')}>
                <strong>{t('usage.total')}</strong>
              </Td>
              {cells(report.total)}
            </Tr>
          </Tbody>
        </Table>
      </div>
      <Pager label={t('usage.table')} {...pager} />
    </>
  );
}
