// @vitest-environment jsdom
import '../testSetup';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, it, vi } from 'vitest';
import type { Me } from '../api/types';
import { UserMenu } from './UserMenu';
import { MeContext } from './useMe';

// The theme asks what the system prefers as soon as it is loaded; jsdom has no answer.
vi.hoisted(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
});

const me: Me = {
  id: 'me',
  username: 'ann',
  displayName: 'Ann',
  kind: 'person',
  viewing: null,
  bindings: [],
  permissions: { platform: [], tenants: {} },
};

it('leads everybody to their own sessions, also without a role', async () => {
  render(
    <MeContext value={me}>
      <MemoryRouter initialEntries={['/']}>
        <UserMenu />
        <Routes>
          <Route path="/" element="start" />
          <Route path="/sessions" element="the sessions" />
        </Routes>
      </MemoryRouter>
    </MeContext>,
  );
  await userEvent.click(screen.getByTestId('user-menu'));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Sessions' }));
  expect(screen.getByText('the sessions')).toBeInTheDocument();
});
