// @vitest-environment jsdom
import '../../testSetup';
import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Permission } from '../../api/types';
import { expectNoViolation, inTenant, openPage } from '../../testPage';
import { ExportCard } from './ExportCard';

const ALL: Permission[] = ['tenant:read', 'instance:read', 'volume:read', 'member:read', 'audit:read'];

const open = (tenant: string, ...held: Permission[]) =>
  openPage({ me: inTenant('acme', ...held), answers: {}, element: <ExportCard tenant={tenant} /> });

afterEach(() => vi.unstubAllGlobals());

it('downloads what the tenant and those below it own, and says what is not in it', async () => {
  open('acme/streams', ...ALL, 'secret:read');
  expect(screen.getByTestId('export-tenant')).toHaveAttribute('href', '/api/v1/tenants/acme~streams/export');
  expect(screen.getByText(/Data of volumes is not in it/)).toBeInTheDocument();
  expect(screen.getByText(/by name and version, never with their values/)).toBeInTheDocument();
  await expectNoViolation();
});

it('says that secrets are left out for whoever may not read them', () => {
  open('acme', ...ALL);
  expect(screen.getByText(/Secrets are left out/)).toBeInTheDocument();
});

it.each(ALL)('is not offered without %s', (missing) => {
  const { container } = open('acme', ...ALL.filter((one) => one !== missing));
  expect(container).toBeEmptyDOMElement();
});

it('is not offered to those who may read the tenant alone and not what is below', () => {
  const alone = inTenant('acme', ...ALL);
  const me = { ...alone, bindings: alone.bindings.map((one) => ({ ...one, scope: 'tenant' as const })) };
  const { container } = openPage({ me, answers: {}, element: <ExportCard tenant="acme" /> });
  expect(container).toBeEmptyDOMElement();
});
