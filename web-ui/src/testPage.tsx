/* For tests of pages: a page at an address, with what the server answers. Import `testSetup` first. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes } from 'react-router';
import type { ReactNode } from 'react';
import { expect, vi } from 'vitest';
import type { Me, Member, Permission } from './api/types';
import { MeContext } from './shell/useMe';

export interface Answer {
  status?: number;
  body?: unknown;
}

export interface Asked {
  /** Method and path, such as `GET /api/v1/me`, without the query. */
  what: string;
  url: string;
  body: unknown;
}

/** A role on the platform that gives these permissions. */
export const onPlatform = (...platform: Permission[]): Me => ({
  ...SOMEBODY,
  bindings: [{ role: 'platform-admin', tenant: null, scope: 'subtree', instance: null }],
  permissions: { platform, tenants: {} },
});

/** A role in a tenant and all below it that gives these permissions. */
export const inTenant = (path: string, ...held: Permission[]): Me => ({
  ...SOMEBODY,
  bindings: [{ role: 'own', tenant: { id: path, path, label: path }, scope: 'subtree', instance: null }],
  permissions: { platform: [], tenants: { [path]: held } },
});

const SOMEBODY = { id: 'me', username: 'ann', displayName: 'Ann', kind: 'person' as const, viewing: null };

/** Somebody who may read what the tenant `acme` has. */
export const member = (username: string, more: Partial<Member> = {}): Member => ({
  id: username,
  username,
  displayName: username,
  role: 'tenant-viewer',
  tenant: { id: 'acme', path: 'acme', label: 'acme' },
  scope: 'subtree',
  instance: null,
  disabled: false,
  kind: 'person',
  ...more,
});

export const listed = (...items: unknown[]): Answer => ({ body: { items, nextCursor: null } });

/** Shows an element at an address; answers what is asked, and fails for what nobody expected. */
export function openPage({
  address = '/',
  route = '*',
  me,
  answers,
  element,
}: {
  address?: string;
  route?: string;
  me: Me;
  answers: Record<string, Answer>;
  element: ReactNode;
}) {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const what = `${init.method ?? 'GET'} ${url.split('?')[0] ?? ''}`;
    asked.push({
      what,
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    });
    const answer = answers[what];
    if (!answer) throw new Error(`Nobody expected ${what}`);
    const status = answer.status ?? 200;
    return Promise.resolve(
      new Response(status === 204 ? null : JSON.stringify(answer.body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  const shown = render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MeContext value={me}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path={route} element={element} />
          </Routes>
        </MemoryRouter>
      </MeContext>
    </QueryClientProvider>,
  );
  return { ...shown, asked };
}

/** A refusal as the server words it. */
export const refused = (status: number, detail: string): Answer => ({
  status,
  body: { type: 't', title: 'Not now', status, detail },
});

export async function expectNoViolation(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    // What needs a real browser, and what a part of a page alone cannot have.
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
}
