// @vitest-environment jsdom
import '../../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Package } from '../../api/types';
import { InstallForm } from './InstallForm';

beforeEach(() => {
  // No preview and no regions: the form stands by itself.
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => vi.unstubAllGlobals());

it('proposes a free name, and says so when a name is taken', async () => {
  const offer = { name: 'kafka', version: '4.3.0', optionsSchema: {} } as Package;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <InstallForm offer={offer} path="acme/streams" taken={new Set(['kafka'])} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const name = screen.getByTestId('install-name');
  const submit = screen.getByTestId('install-submit');
  expect(name).toHaveValue('kafka-2');
  expect(submit).toBeEnabled();
  await userEvent.clear(name);
  await userEvent.type(name, 'kafka');
  expect(name).toHaveAccessibleDescription(/acme\/streams has a service named kafka already/);
  expect(submit).toBeDisabled();
});
