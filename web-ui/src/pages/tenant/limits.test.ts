import { expect, it } from 'vitest';
import { LIMITED, limitText, limitValue } from './limits';

it('turns a limit into text and back without changing it', () => {
  const limits = {
    cpus: 2.5,
    memory: 1_500_000_000,
    disk: 3 * 1024 ** 4,
    pods: 0,
    gpus: 0.5,
    instances: 3,
    volumes: 9,
    secrets: 1,
  };
  for (const resource of LIMITED)
    expect(limitValue(resource, limitText(resource, limits[resource])), resource).toBe(limits[resource]);
});

it('shows no limit as no text', () => {
  expect(limitText('cpus', undefined)).toBe('');
  expect(limitText('memory', null)).toBe('');
});

it('refuses what is no amount', () => {
  for (const text of ['-1', 'many', '1e3', '', ' ']) expect(limitValue('cpus', text), text).toBeNull();
  expect(limitValue('pods', '1.5')).toBeNull();
  expect(limitValue('memory', '0.5')).toBe(512 * 1024 ** 2);
});
