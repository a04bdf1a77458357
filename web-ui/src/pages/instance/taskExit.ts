import type { Task } from '../../api/types';

const SIGNALS: Record<number, string> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

export type Exit = { how: 'signal'; signal: string } | { how: 'code'; code: number };

/** How a task last ended; null while it never did. */
export function exitOf(task: Task): Exit | null {
  if (task.signal !== null && task.signal > 0)
    return { how: 'signal', signal: SIGNALS[task.signal] ?? String(task.signal) };
  if (task.exitCode !== null) return { how: 'code', code: task.exitCode };
  return null;
}
