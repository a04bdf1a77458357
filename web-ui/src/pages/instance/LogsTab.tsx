import { Button, Checkbox, SearchInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { podsQuery } from '../../api/queries';
import { EmptyHint } from '../../ui/Frame';
import { DownloadIcon, PodIcon } from '../../ui/icons';
import { ChoiceField } from '../../ui/TextField';
import { Loaded } from '../../ui/Loaded';
import type { TabProps } from './InstancePage';
import { parts, shortTask } from './logText';
import { logsUrl, useLogs, type Stream } from './useLogs';

export function LogsTab({ instance }: TabProps) {
  const { t } = useTranslation();
  const path = instance.tenant.path;
  const pods = useQuery(podsQuery(path, instance.name));
  const [params, setParams] = useSearchParams();
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(true);
  const [search, setSearch] = useState('');

  const withTasks = (pods.data ?? []).filter((one) => one.tasks.length > 0);
  const pod = withTasks.find((one) => one.name === params.get('pod')) ?? withTasks[0];
  const tasks = pod?.tasks.map((task) => shortTask(pod.name, task.name)) ?? [];
  const task = tasks.find((one) => one === params.get('task')) ?? tasks[0];
  const stream: Stream = params.get('stream') === 'stderr' ? 'stderr' : 'stdout';
  const source = pod && task ? { path, name: instance.name, pod: pod.name, task, stream } : null;
  const logs = useLogs(source, follow);

  if (!pods.data) return <Loaded query={pods}>{() => null}</Loaded>;
  if (!pod || !task || !source) {
    return (
      <div className="m-card">
        <EmptyHint title={t('logs.emptyTitle')} body={t('logs.emptyBody')} icon={PodIcon} />
      </div>
    );
  }
  const choose = (key: string, value: string) => {
    const next = new URLSearchParams(params);
    next.set(key, value);
    setParams(next, { replace: true });
  };
  const named = (values: string[]) => values.map((value) => ({ value, label: value }));
  const shown =
    search === ''
      ? logs.lines
      : logs.lines.filter((line) => line.text.toLowerCase().includes(search.toLowerCase()));
  return (
    <div className="m-stack-small">
      <div className="m-card m-log-tools">
        <ChoiceField
          label={t('column.pod')}
          value={pod.name}
          onChange={(value) => choose('pod', value)}
          choices={named(withTasks.map((one) => one.name))}
        />
        <ChoiceField
          label={t('logs.task')}
          value={task}
          onChange={(value) => choose('task', value)}
          choices={named(tasks)}
        />
        <ChoiceField
          label={t('logs.stream')}
          value={stream}
          onChange={(value) => choose('stream', value)}
          choices={named(['stdout', 'stderr'])}
        />
        <SearchInput
          className="m-log-search"
          value={search}
          onChange={(_, value) => setSearch(value)}
          onClear={() => setSearch('')}
          placeholder={t('logs.search')}
          aria-label={t('logs.search')}
        />
        <Checkbox
          id="log-follow"
          label={t('logs.follow')}
          isChecked={follow}
          onChange={(_, checked) => setFollow(checked)}
        />
        <Checkbox
          id="log-wrap"
          label={t('logs.wrap')}
          isChecked={wrap}
          onChange={(_, checked) => setWrap(checked)}
        />
        <Button
          variant="link"
          isInline
          component="a"
          href={logsUrl(source, { tail: 100_000, follow: false })}
          download={`${pod.name}-${task}.${stream}.log`}
          icon={<DownloadIcon />}
        >
          {t('logs.download')}
        </Button>
      </div>
      <LogView lines={shown} wrap={wrap} follow={follow} search={search} />
      <p className="m-hint" role="status">
        {logs.error ??
          (logs.ended !== null
            ? t('logs.ended', { reason: logs.ended })
            : logs.live
              ? t('logs.live', { count: shown.length })
              : t('logs.count', { count: shown.length }))}
      </p>
    </div>
  );
}

interface LogViewProps {
  lines: { id: number; text: string }[];
  wrap: boolean;
  follow: boolean;
  search: string;
}

function LogView({ lines, wrap, follow, search }: LogViewProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    // Whoever scrolled up to read is left there.
    if (follow && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow, wrap]);
  return (
    <div
      ref={box}
      role="log"
      aria-live="off"
      aria-label={t('logs.title')}
      // Scrolls by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={wrap ? 'm-log m-log-wrap' : 'm-log'}
      data-testid="log"
      onScroll={(event) => {
        const at = event.currentTarget;
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
      }}
    >
      {lines.length === 0 && (
        <span className="m-log-none">{search === '' ? t('logs.none') : t('list.noMatch')}</span>
      )}
      {lines.map((line) => (
        <div key={line.id} className="m-log-line">
          {parts(line.text, search).map((part, index) =>
            part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </div>
      ))}
    </div>
  );
}
