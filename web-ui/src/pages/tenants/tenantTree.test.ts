import { expect, it } from 'vitest';
import type { Me, Tenant } from '../../api/types';
import { depthBelow, mayManage, mayView, mayWrite, movedAmount, newParents } from './tenantTree';

const tenant = (path: string, state: Tenant['state'] = 'ACTIVE') => {
  const cut = path.lastIndexOf('/');
  return { path, state, parentPath: cut < 0 ? null : path.slice(0, cut) } as Tenant;
};

const adminOf = (path: string | null): Me => ({
  id: '1',
  username: 'x',
  displayName: 'X',
  kind: 'person',
  viewing: null,
  bindings: [
    {
      role: 'tenant-admin',
      tenant: path === null ? null : { id: path, path, label: path },
      scope: 'subtree',
      instance: null,
    },
  ],
  permissions: {
    platform: path === null ? ['tenant:write'] : [],
    tenants: path === null ? {} : { [path]: ['tenant:write'] },
  },
});

const team = tenant('acme/team');
const tree = [tenant('acme'), team, tenant('acme/team/a'), tenant('acme/teams'), tenant('globex')];

it('offers new parents that are neither the tenant, nor below it, nor its parent, nor of somebody else', () => {
  expect(newParents(adminOf('acme'), team, tree)).toEqual(['acme/teams']);
  expect(newParents(adminOf(null), team, tree)).toEqual(['-', 'acme/teams', 'globex']);
  // At the top it is already.
  expect(newParents(adminOf(null), tenant('globex'), tree)).not.toContain('-');
});

it('lets those above manage a tenant, and neither its own administrator nor anybody inside of a suspended one', () => {
  expect(mayManage(adminOf('acme'), 'acme/team', tree)).toBe(true);
  expect(mayManage(adminOf('acme/team'), 'acme/team', tree)).toBe(false);
  expect(mayManage(adminOf('acme'), 'acme', tree)).toBe(false);
  expect(mayManage(adminOf(null), 'acme', tree)).toBe(true);
  const frozen = [tenant('acme', 'SUSPENDED'), team];
  expect(mayManage(adminOf('acme'), 'acme/team', frozen)).toBe(false);
});

it('lets nobody write in what is being deleted nor below, and those above manage it still', () => {
  const going = [
    tenant('acme', 'SUSPENDED'),
    tenant('acme/team', 'DELETING'),
    tenant('acme/team/a'),
    tenant('globex'),
  ];
  const root = adminOf(null);
  expect(mayWrite(root, { kind: 'tenant', path: 'acme/team' }, going)).toBe(false);
  expect(mayWrite(root, { kind: 'tenant', path: 'acme/team/a' }, going)).toBe(false);
  expect(mayWrite(root, { kind: 'tenant', path: 'acme' }, going)).toBe(true);
  expect(mayManage(root, 'acme/team', going)).toBe(true);
  expect(mayManage(root, 'acme/team/a', going)).toBe(false);
  expect(newParents(root, tenant('globex'), going)).not.toContain('acme/team');
});

it('offers a view to whoever reads all of the tenant, and to nobody who views already', () => {
  const reads = ['audit', 'instance', 'log', 'member', 'metrics', 'package', 'tenant', 'usage', 'volume'];
  const all = reads.map((one) => `${one}:read`);
  const of = (rights: string[]): Me => ({
    ...adminOf('acme'),
    permissions: { platform: [], tenants: { acme: rights } },
  });
  expect(mayView(of(all), 'acme/team')).toBe(true);
  expect(mayView(of(all), 'globex')).toBe(false);
  expect(mayView(of(all.slice(1)), 'acme/team')).toBe(false);
  const viewing = { tenant: { id: '1', path: 'acme', label: 'acme' }, until: '2099-01-01T00:00:00Z' };
  expect(mayView({ ...of(all), viewing }, 'acme/team')).toBe(false);
});

it('moves names in by how deep they hang below what the list is about', () => {
  expect(depthBelow('acme', '')).toBe(0);
  expect(depthBelow('acme/team/a', '')).toBe(2);
  expect(depthBelow('acme/team', 'acme')).toBe(0);
});

it('reads the thousandths in which a preview counts cores', () => {
  expect(movedAmount('cpus', 1500)).toBe('1.5 cores');
  expect(movedAmount('pods', 3)).toBe('3 pods');
  expect(movedAmount('quarks', 3)).toBe('3');
});
