import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maintenanceQuery } from '../../api/queries';
import type { Maintenance } from '../../api/types';
import { Loaded } from '../../ui/Loaded';
import { When } from '../../ui/When';
import { WindowsDialog } from './WindowsDialog';
import { windowLine } from './windows';

interface Props {
  tenant: string;
  /** Of this instance of the tenant; else of the tenant itself. */
  instance?: string;
  may: boolean;
}

/** The maintenance windows in force at a tenant or an instance, and when the next one opens. */
export function MaintenanceCard({ tenant, instance, may }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const maintenance = useQuery(maintenanceQuery(tenant, instance));
  return (
    <section className="m-card m-narrow" aria-labelledby="maintenance-title">
      <div className="m-card-head">
        <h2 id="maintenance-title" className="m-card-title">
          {t('maintenance.title')}
        </h2>
        {may && maintenance.data && (
          <Button variant="link" isInline onClick={() => setEditing(true)} data-testid="edit-windows">
            {t('maintenance.edit')}
          </Button>
        )}
      </div>
      <p className="m-hint">
        {t(instance === undefined ? 'maintenance.tenantHelp' : 'maintenance.instanceHelp', { tenant })}
      </p>
      <Loaded query={maintenance} lines={2}>
        {(data) => (
          <>
            <Windows maintenance={data} />
            {editing && (
              <WindowsDialog
                tenant={tenant}
                {...(instance === undefined ? {} : { instance })}
                maintenance={data}
                onClose={() => setEditing(false)}
              />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Windows({ maintenance }: { maintenance: Maintenance }) {
  const { t } = useTranslation();
  const { windows, inForce, from, open, opensAt, closesAt } = maintenance;
  if (inForce.length === 0) return <p className="m-gap-top">{t('maintenance.none')}</p>;
  return (
    <div className="m-gap-top" data-testid="windows">
      <ul className="m-bullets">
        {inForce.map((window) => {
          const line = windowLine(t, window);
          return <li key={line}>{line}</li>;
        })}
      </ul>
      {windows.length === 0 && from !== null && (
        <p className="m-hint">{t('maintenance.inherited', { from })}</p>
      )}
      <p>
        {!open ? t('maintenance.opens') : closesAt ? t('maintenance.openUntil') : t('maintenance.openAlways')}{' '}
        {open ? closesAt && <When at={closesAt} /> : <When at={opensAt} />}
      </p>
    </div>
  );
}
