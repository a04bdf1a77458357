import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, call, errorsUnder, problemOf, query, rememberCsrfToken } from './client';

afterEach(() => vi.unstubAllGlobals());

function answering(response: Response) {
  const sent: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return Promise.resolve(response);
  });
  return sent;
}

describe('a problem', () => {
  it('is what the server says, with its trace id and fields', async () => {
    const body = {
      type: 't',
      title: 'Bad',
      status: 422,
      detail: 'Because.',
      traceId: 'abc',
      errors: [{ pointer: '/a', message: 'm' }],
    };
    expect(await problemOf(new Response(JSON.stringify(body), { status: 422 }))).toEqual(body);
  });

  it('is made from the status when the answer is a page of somebody else', async () => {
    const problem = await problemOf(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    expect(problem).toMatchObject({ title: 'Bad Gateway', status: 502 });
    expect(problem.detail).toContain('502');
  });

  it('is told when nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    const error = await call('/me').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).status).toBe(0);
  });

  it('gives its messages to the fields below a prefix', () => {
    const errors = [
      { pointer: '/options/brokers/count', message: 'Too many.' },
      { pointer: '/options/brokers/count', message: 'Not odd.' },
      { pointer: '/optionsX', message: 'Elsewhere.' },
      { pointer: '/name', message: 'Taken.' },
    ];
    expect(errorsUnder(errors, '/options')).toEqual({ '/brokers/count': 'Too many. Not odd.' });
    expect(errorsUnder(errors, '/name')).toEqual({ '': 'Taken.' });
    expect(errorsUnder(undefined, '')).toEqual({});
  });
});

describe('a request', () => {
  it('carries the CSRF token and the entity tag only when it changes something', async () => {
    rememberCsrfToken('secret');
    const json = { headers: { 'Content-Type': 'application/json', ETag: '"3"' } };
    const sent = answering(new Response('{"a":1}', json));
    const answer = await call('/x', { method: 'PUT', body: { b: 2 }, ifMatch: '"2"' });
    expect(answer).toMatchObject({ value: { a: 1 }, etag: '"3"' });
    const headers = new Headers(sent[0]?.init.headers);
    expect(headers.get('X-CSRF-TOKEN')).toBe('secret');
    expect(headers.get('If-Match')).toBe('"2"');
    const read = answering(new Response('{}', json));
    await call('/x');
    expect(new Headers(read[0]?.init.headers).has('X-CSRF-TOKEN')).toBe(false);
  });

  it('leaves out parameters that are not set', () => {
    expect(query({ a: '', b: undefined, c: null })).toBe('');
    expect(query({ tenant: 'a/b', limit: 5 })).toBe('?tenant=a%2Fb&limit=5');
  });
});
