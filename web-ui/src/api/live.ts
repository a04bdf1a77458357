import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { tenantParam, type Scope } from '../scope/scope';
import type { LiveEvent, LiveTopic } from './types';

export type Connection = 'connecting' | 'live' | 'lost';

const TOPICS: LiveTopic[] = [
  'instance',
  'region',
  'node',
  'tenant',
  'package',
  'secret',
  'quota',
  'deletion',
];
const COALESCE_MS = 100;
const SHOW_LOSS_AFTER_MS = 1500;
const RECREATE_AFTER_MS = 3000;

/** Whether what an event tells may have changed the answer kept under a query key. */
export function touches(event: LiveEvent, key: QueryKey): boolean {
  const [topic, part, name] = key;
  switch (event.type) {
    case 'instance':
      if (topic === 'instance') return !event.instance || name === event.instance;
      return topic === 'instances' || topic === 'overview' || topic === 'volumes' || topic === 'tenants';
    case 'region':
      return topic === 'regions' || topic === 'nodes' || topic === 'overview';
    case 'node':
      // What a node gives decides whose pods have what their tenant demands.
      return (
        topic === 'regions' ||
        topic === 'nodes' ||
        topic === 'overview' ||
        (topic === 'tenants' && part === 'isolation')
      );
    case 'tenant':
      // A tenant that is suspended, renamed or moved changes what people may do.
      return topic === 'tenants' || topic === 'overview' || topic === 'me';
    case 'package':
      return topic === 'packages';
    case 'quota':
      // A limit has come to 80 or 100 per cent, or a counter was repaired.
      return topic === 'tenants' || topic === 'overview';
    case 'deletion':
      // A step has begun to wait, or is done.
      return topic === 'tenants' && (part === 'deletion' || part === 'deletions');
    case 'secret':
      return topic === 'secrets';
    case 'ping':
      return false;
  }
}

function invalidateFor(client: QueryClient, events: LiveEvent[]): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => events.some((event) => touches(event, queryKey)),
  });
}

function parse(topic: LiveTopic, data: unknown): LiveEvent {
  const at = new Date().toISOString();
  if (typeof data !== 'string' || data === '') return { type: topic, at };
  try {
    return { at, ...(JSON.parse(data) as Partial<LiveEvent>), type: topic };
  } catch {
    // An event that we cannot read still says that something of its topic moved.
    return { type: topic, at };
  }
}

/**
 * One event stream for the scope. The browser resumes it with Last-Event-ID; when it gives up (the server
 * refused), a new stream is opened and everything on screen is read again, because events may be missing.
 */
export function useLive(scope: Scope | null): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  const url =
    scope === null
      ? null
      : scope.kind === 'platform'
        ? '/api/v1/events'
        : `/api/v1/tenants/${tenantParam(scope.path)}/events?subtree=true`;

  useEffect(() => {
    if (url === null || typeof EventSource === 'undefined') return;
    let source: EventSource;
    let pending: LiveEvent[] = [];
    let flushTimer: ReturnType<typeof setTimeout> | undefined;
    let lossTimer: ReturnType<typeof setTimeout> | undefined;
    let recreateTimer: ReturnType<typeof setTimeout> | undefined;
    let missedSome = false;

    const queue = (event: LiveEvent) => {
      pending.push(event);
      flushTimer ??= setTimeout(() => {
        flushTimer = undefined;
        invalidateFor(client, pending);
        pending = [];
      }, COALESCE_MS);
    };

    const open = () => {
      source = new EventSource(url);
      source.onopen = () => {
        clearTimeout(lossTimer);
        lossTimer = undefined;
        setConnection('live');
        if (missedSome) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
        missedSome = false;
      };
      source.onerror = () => {
        lossTimer ??= setTimeout(() => {
          setConnection('lost');
        }, SHOW_LOSS_AFTER_MS);
        if (source.readyState === EventSource.CLOSED) {
          missedSome = true;
          // A sign-in that ended shows here first; asking for /me sends the person to the sign-in page.
          void client.invalidateQueries({ queryKey: ['me'] });
          clearTimeout(recreateTimer);
          recreateTimer = setTimeout(open, RECREATE_AFTER_MS);
        }
      };
      for (const topic of TOPICS) {
        source.addEventListener(topic, (message: MessageEvent<unknown>) => {
          queue(parse(topic, message.data));
        });
      }
    };

    open();
    return () => {
      source.close();
      clearTimeout(flushTimer);
      clearTimeout(lossTimer);
      clearTimeout(recreateTimer);
    };
  }, [client, url]);

  // Nothing is followed: nothing can be lost.
  return url === null ? 'connecting' : connection;
}
