import { expect, it } from 'vitest';
import type { Role } from '../../api/types';
import { grouped, mayGive, offered } from './permissionGroups';

const role = (builtIn: boolean, ...permissions: string[]): Role => ({
  name: 'r',
  description: '',
  permissions,
  builtIn,
  tenantPath: builtIn ? null : 'acme',
  etag: '"0"',
});

it('groups rights by what they are about, what reads first, and the unknown last', () => {
  expect(
    grouped(['quark:spin', 'secret:reveal', 'instance:write', 'secret:read', 'instance:read', 'secret:read']),
  ).toEqual([
    { resource: 'instance', permissions: ['instance:read', 'instance:write'] },
    { resource: 'secret', permissions: ['secret:read', 'secret:reveal'] },
    { resource: 'quark', permissions: ['quark:spin'] },
  ]);
});

it('offers for a role nothing that means something on the platform only', () => {
  expect(offered(new Set(['region:write', 'log:read', 'role:grant', 'node:read']))).toEqual(['log:read']);
});

it('lets people give what they hold, and built-in roles when they may give any', () => {
  const held = new Set(['instance:read', 'log:read']);
  expect(mayGive(role(false, 'log:read'), held)).toBe(true);
  expect(mayGive(role(false, 'log:read', 'secret:read'), held)).toBe(false);
  expect(mayGive(role(true, 'secret:read'), held)).toBe(false);
  expect(mayGive(role(true, 'secret:read'), new Set(['role:grant']))).toBe(true);
  expect(mayGive(role(false, 'secret:read'), new Set(['role:grant']))).toBe(false);
});
