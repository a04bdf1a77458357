import { expect, it } from 'vitest';
import { freeName } from './freeName';

it('proposes the name itself while it is free, and else the first number that is', () => {
  expect(freeName('kafka', new Set(['other']))).toBe('kafka');
  expect(freeName('kafka', new Set(['kafka', 'kafka-2', 'kafka-4']))).toBe('kafka-3');
});
