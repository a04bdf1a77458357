import { describe, expect, it } from 'vitest';
import { allocation, amounts, bytes, cpus, decimalText, duration, relative, share } from './format';

describe('amounts', () => {
  it('have units that people read', () => {
    expect(bytes(0)).toBe('0 B');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(bytes(10 * 1024 ** 3)).toBe('10 GiB');
    expect(cpus(1)).toBe('1 core');
    expect(cpus(0.25)).toBe('0.25 cores');
    expect(amounts({ cpus: 2, memoryBytes: 1024 ** 3, diskBytes: 0 })).toBe('2 cores · 1 GiB memory');
  });

  it('have shares that stay between nothing and all', () => {
    expect(share(5, null)).toBe(0);
    expect(share(5, 0)).toBe(1);
    expect(share(0, 0)).toBe(0);
    expect(share(12, 10)).toBe(1);
  });

  it('count the resource that runs out first', () => {
    const capacity = { cpus: 10, memoryBytes: 100, diskBytes: 10 };
    expect(allocation({ cpus: 2, memoryBytes: 90, diskBytes: 0 }, capacity)).toBeCloseTo(0.9);
  });

  it('show decimals of the server without cutting a digit', () => {
    expect(decimalText('1234567.5')).toBe('1,234,567.500');
    expect(decimalText('0.123456')).toBe('0.123456');
    expect(decimalText('12')).toBe('12.000');
  });
});

describe('times', () => {
  it('are said with two units at most', () => {
    expect(duration(12_300)).toBe('12 s');
    expect(duration(245_000)).toBe('4 min 5 s');
    expect(duration(3_600_000 * 3)).toBe('3 h');
    expect(duration(86_400_000 * 5 + 7_200_000)).toBe('5 d 2 h');
    expect(duration(-5)).toBe('0 s');
  });

  it('are relative to now in both directions', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    expect(relative(new Date('2026-11-21T09:59:48Z'), now)).toBe('12 s ago');
    expect(relative(new Date('2026-11-21T11:00:00Z'), now)).toBe('in 1 h');
    expect(relative(now, now)).toBe('now');
  });
});
