import { useEffect, useState } from 'react';
import { ApiError, call, query } from '../../api/client';
import { paths } from '../../api/queries';

export type Stream = 'stdout' | 'stderr';

export interface LogSource {
  path: string;
  name: string;
  pod: string;
  task: string;
  stream: Stream;
}

export interface Logs {
  lines: { id: number; text: string }[];
  live: boolean;
  ended: string | null;
  error: string | null;
}

const TAIL = 500;
const KEPT = 5000;
const FLUSH_MS = 80;
const NOTHING: Logs = { lines: [], live: false, ended: null, error: null };

function apiPath(
  { path, name, pod, task, stream }: LogSource,
  { tail, follow }: { tail: number; follow: boolean },
): string {
  const base = `${paths.instanceBase(path, name)}/pods/${encodeURIComponent(pod)}/tasks/${encodeURIComponent(task)}/logs`;
  return base + query({ stream, tail, follow });
}

export function logsUrl(source: LogSource, how: { tail: number; follow: boolean }): string {
  return '/api/v1' + apiPath(source, how);
}

function textOf(data: unknown): string {
  if (typeof data !== 'string') return '';
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string')
      return parsed.text;
    return data;
  } catch {
    // A line that is no JSON is the text itself.
    return data;
  }
}

function reasonOf(data: unknown): string {
  if (typeof data !== 'string') return '';
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed === 'object' && parsed !== null && 'reason' in parsed) return String(parsed.reason);
    return data;
  } catch {
    return data;
  }
}

/** The last lines of a task's log; with `follow` new ones are added as they are written (the last 5,000 are kept). */
export function useLogs(source: LogSource | null, follow: boolean): Logs {
  const key = source === null ? null : JSON.stringify(source);
  const [state, setState] = useState<{ key: string | null; logs: Logs }>({ key: null, logs: NOTHING });

  useEffect(() => {
    if (key === null) return;
    const from = JSON.parse(key) as LogSource;
    let nextId = 0;
    const put = (change: (logs: Logs) => Logs) =>
      setState((before) => ({ key, logs: change(before.key === key ? before.logs : NOTHING) }));

    if (!follow) {
      const abort = new AbortController();
      call<string | undefined>(apiPath(from, { tail: TAIL, follow: false }), {
        accept: 'text/plain, application/problem+json',
        signal: abort.signal,
      })
        .then(({ value }) => {
          const lines = (value ?? '')
            .replace(/\n$/, '')
            .split('\n')
            .filter((line, _, all) => all.length > 1 || line !== '');
          put(() => ({ ...NOTHING, lines: lines.map((text) => ({ id: nextId++, text })) }));
        })
        .catch((error: unknown) => {
          if (abort.signal.aborted) return;
          put((logs) => ({
            ...logs,
            live: false,
            error: error instanceof ApiError ? error.message : String(error),
          }));
        });
      return () => abort.abort();
    }

    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const added = waiting.map((text) => ({ id: nextId++, text }));
      waiting = [];
      put((logs) => ({ ...logs, lines: [...logs.lines, ...added].slice(-KEPT) }));
    };
    const events = new EventSource(logsUrl(from, { tail: TAIL, follow: true }));
    events.onopen = () => {
      // Each connection begins with the tail again.
      waiting = [];
      put(() => ({ ...NOTHING, live: true }));
    };
    events.addEventListener('line', (event: MessageEvent<unknown>) => {
      waiting.push(textOf(event.data));
      timer ??= setTimeout(flush, FLUSH_MS);
    });
    events.addEventListener('end', (event: MessageEvent<unknown>) => {
      events.close();
      put((logs) => ({ ...logs, live: false, ended: reasonOf(event.data) }));
    });
    events.onerror = () => put((logs) => ({ ...logs, live: false }));
    return () => {
      clearTimeout(timer);
      events.close();
    };
  }, [key, follow]);

  return state.key === key ? state.logs : NOTHING;
}
