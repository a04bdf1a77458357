import { useSyncExternalStore } from 'react';
import { absolute, duration, relative } from './format';

/* One clock for all times on the page: it ticks once a second while anything shows a time. */
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A moment as people say it, with the exact one on hover. */
export function When({ at }: { at: string | null | undefined }) {
  const current = useNow();
  if (!at) return <span className="m-muted">–</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={absolute(date)} className="m-figures m-nowrap">
      {relative(date, new Date(current))}
    </time>
  );
}

/** How long something took, or has been going on when it has not ended. */
export function Took({ from, to }: { from: string; to: string | null }) {
  const current = useNow();
  const end = to === null ? current : new Date(to).getTime();
  return (
    <time dateTime={from} title={absolute(new Date(from))} className="m-figures">
      {duration(end - new Date(from).getTime())}
    </time>
  );
}
