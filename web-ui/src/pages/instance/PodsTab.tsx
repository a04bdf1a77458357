import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { podsQuery } from '../../api/queries';
import type { Pod, Task } from '../../api/types';
import { can } from '../../scope/permissions';
import { instanceLink } from '../../scope/scope';
import { useMe } from '../../shell/useMe';
import { Copyable } from '../../ui/Copyable';
import { absolute, amounts } from '../../ui/format';
import { EmptyHint } from '../../ui/Frame';
import { PodIcon } from '../../ui/icons';
import { PodStateLabel, StateLabel } from '../../ui/StateLabel';
import { When } from '../../ui/When';
import { exitOf } from './taskExit';
import { Loaded, StaleNote } from '../../ui/Loaded';
import { Pager, useSlice } from '../../ui/Pager';
import type { TabProps } from './InstancePage';

const SHOWN = 50;
const OPENED = 10;
const NO_PODS: Pod[] = [];

export function PodsTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const pods = useQuery(podsQuery(instance.tenant.path, instance.name));
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const { shown, ...pager } = useSlice(pods.data ?? NO_PODS, SHOWN);
  if (!pods.data) return <Loaded query={pods}>{() => null}</Loaded>;
  if (pods.data.length === 0) {
    return (
      <div className="m-card">
        <EmptyHint title={t('pods.emptyTitle')} body={t('pods.emptyBody')} icon={PodIcon} />
      </div>
    );
  }
  // The tasks of many pods at once are too much to read.
  const few = pods.data.length <= OPENED;
  const toggle = (name: string) => {
    const next = new Set(toggled);
    if (!next.delete(name)) next.add(name);
    setToggled(next);
  };
  return (
    <>
      <StaleNote query={pods} />
      <div className="m-card m-table m-pods">
        <Table aria-label={t('pods.title')} variant="compact" data-testid="pods">
          <Thead>
            <Tr>
              <Th screenReaderText={t('pods.tasks')} />
              <Th>{t('column.pod')}</Th>
              <Th>{t('column.state')}</Th>
              <Th width={30}>{t('column.reason')}</Th>
              <Th>{t('column.where')}</Th>
              <Th>{t('column.resources')}</Th>
              <Th>{t('column.since')}</Th>
            </Tr>
          </Thead>
          {shown.map((pod, index) => {
            const open = (few && pod.tasks.length > 0) !== toggled.has(pod.name);
            return (
              <Tbody key={pod.id} isExpanded={open}>
                <Tr isContentExpanded={open}>
                  <Td
                    expand={{
                      rowIndex: index,
                      isExpanded: open,
                      onToggle: () => toggle(pod.name),
                      expandId: 'pod',
                    }}
                    aria-label={t('pods.toggle', { pod: pod.name })}
                  />
                  <Td dataLabel={t('column.pod')} className="m-pod-name">
                    <strong>{pod.name}</strong>
                    {pod.incarnation > 1 && (
                      <div className="m-hint m-nowrap">
                        {t('pods.incarnation', { number: pod.incarnation })}
                      </div>
                    )}
                  </Td>
                  <Td dataLabel={t('column.state')}>
                    <PodStateLabel state={pod.state} />
                  </Td>
                  <Td dataLabel={t('column.reason')}>
                    {pod.reason || '–'}
                    {pod.observedAt && (
                      <div className="m-hint">
                        {t('pods.observed', { at: absolute(new Date(pod.observedAt)) })}
                      </div>
                    )}
                  </Td>
                  <Td dataLabel={t('column.where')}>
                    {pod.node === null ? '–' : [pod.region, pod.zone, pod.node].filter(Boolean).join(' / ')}
                    {pod.address && (
                      <div className="m-hint">
                        <code>{pod.address}</code>{' '}
                        {pod.ports.map((port) => `${port.name} ${port.number}`).join(', ')}
                      </div>
                    )}
                  </Td>
                  <Td dataLabel={t('column.resources')} className="m-figures">
                    {pod.resources.cpus === 0 && pod.resources.memoryBytes === 0
                      ? '–'
                      : amounts(pod.resources)}
                  </Td>
                  <Td dataLabel={t('column.since')}>
                    <When at={pod.since} />
                  </Td>
                </Tr>
                <Tr isExpanded={open}>
                  <Td noPadding={false} colSpan={7}>
                    <ExpandableRowContent>
                      <Tasks pod={pod} instance={instance} />
                    </ExpandableRowContent>
                  </Td>
                </Tr>
              </Tbody>
            );
          })}
        </Table>
      </div>
      <Pager label={t('pods.title')} {...pager} />
    </>
  );
}

function Tasks({ pod, instance }: { pod: Pod } & TabProps) {
  const { t } = useTranslation();
  const me = useMe();
  const path = instance.tenant.path;
  const mayRead = can(me, { kind: 'tenant', path }, 'log:read');
  if (pod.tasks.length === 0) return <span className="m-muted">{t('pods.noTasks')}</span>;
  return (
    <ul className="m-rows m-rows-tight">
      {pod.tasks.map((task) => {
        const short = task.name.startsWith(pod.name + '-') ? task.name.slice(pod.name.length + 1) : task.name;
        return (
          <li key={task.name}>
            <div>
              <strong>{task.name}</strong> <StateLabel state={task.state} compact />{' '}
              {task.state === 'RUNNING' && (
                <span className="m-muted m-small">
                  {task.ready ? t('tasks.ready') : t('tasks.notReady')}
                  {!task.healthy && `, ${t('tasks.unhealthy')}`}
                </span>
              )}
              <TaskFacts task={task} />
            </div>
            {mayRead && (
              <Link to={`${instanceLink(path, instance.name, 'logs')}?pod=${pod.name}&task=${short}`}>
                {t('tasks.logs')}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const { t } = useTranslation();
  const exit = exitOf(task);
  return (
    <div className="m-hint m-facts">
      {task.message !== '' && <span>{task.message}</span>}
      {exit !== null && (
        <span>
          {exit.how === 'code'
            ? t('tasks.exit', { code: exit.code })
            : t('tasks.signal', { signal: exit.signal })}
        </span>
      )}
      {task.startedAt && (
        <span>
          {t('tasks.started')} <When at={task.startedAt} />
        </span>
      )}
      {task.nextStartAt && (
        <span>
          {t('tasks.next')} <When at={task.nextStartAt} />
        </span>
      )}
      {task.restarts > 0 && <span>{t('tasks.restarts', { count: task.restarts })}</span>}
      {task.pid !== null && (
        <span>
          {t('tasks.pid')} <Copyable text={String(task.pid)} label={t('tasks.pid')} />
        </span>
      )}
    </div>
  );
}
