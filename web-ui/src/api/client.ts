import type { FieldError, Problem } from './types';

/** What the server (or the lack of one) answered instead of a value: thing, reason, next step, trace id. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

export interface Answer<T> {
  status: number;
  value: T;
  etag: string | null;
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  ifMatch?: string;
  idempotencyKey?: string;
  accept?: string;
  signal?: AbortSignal;
}

let csrfToken: string | undefined;

/** Remembers the token of GET /me; every request that changes something carries it. */
export function rememberCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

export function csrf(): string | undefined {
  return csrfToken;
}

let viewed: string | null = null;
let tellOfOtherView: () => void = () => undefined;

/** Remembers what GET /me said: the path of the tenant that the person views as, or null. */
export function rememberViewed(path: string | null): void {
  viewed = path;
}

/** Calls it when an answer shows that a view has begun or ended since GET /me; gives back what stops that. */
export function onOtherView(listener: () => void): () => void {
  tellOfOtherView = listener;
  return () => {
    tellOfOtherView = () => undefined;
  };
}

const API = '/api/v1';
/** What asks for this says itself what it changes. */
const OWN = '/me';

/** One request to the public API. Throws ApiError for anything but 2xx, also when no server answers. */
export async function call<T>(path: string, options: Call = {}): Promise<Answer<T>> {
  const { method = 'GET', body, ifMatch, idempotencyKey, accept = 'application/json', signal } = options;
  const headers = new Headers({ Accept: accept });
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (ifMatch) headers.set('If-Match', ifMatch);
  if (idempotencyKey) headers.set('Idempotency-Key', idempotencyKey);
  if (method !== 'GET' && csrfToken) headers.set('X-CSRF-TOKEN', csrfToken);

  let response: Response;
  try {
    response = await fetch(API + path, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(unreachable());
  }
  if (!path.startsWith(OWN) && response.headers.get('Meridian-Viewing') !== viewed) tellOfOtherView();
  if (!response.ok) throw new ApiError(await problemOf(response));
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  const value = (text === '' ? undefined : isJson ? JSON.parse(text) : text) as T;
  return { status: response.status, value, etag: response.headers.get('ETag') };
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call<T>(path, signal ? { signal } : {})).value;
}

/** Reads a problem document; any other answer is turned into one, so that all errors take one path. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const parsed: unknown = JSON.parse(text);
    if (isProblem(parsed)) return { ...parsed, status: parsed.status || response.status };
  } catch {
    // Not JSON: a proxy's page, or nothing. The status alone is what we know.
  }
  return {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: `The server answered ${response.status} without saying why. Try again; if it stays, look at the control plane's log.`,
  };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'detail' in value;
}

function unreachable(): Problem {
  return {
    type: 'about:blank',
    title: 'The control plane does not answer',
    status: 0,
    detail: 'Your services go on without it. Check the network; this page tries again by itself.',
  };
}

/** The messages of a problem by pointer, below `prefix` (which is cut off). */
export function errorsUnder(errors: FieldError[] | undefined, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pointer, message } of errors ?? []) {
    if (pointer !== prefix && !pointer.startsWith(prefix + '/')) continue;
    const key = pointer.slice(prefix.length);
    found[key] = found[key] ? `${found[key]} ${message}` : message;
  }
  return found;
}

export function query(params: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
