import { expect, it } from 'vitest';
import { inputOf, isVisibleTo, labelsOf } from './secretValue';

it('sends text as text, byte for byte, and anything else as Base64', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  expect(inputOf(utf8('pässword\n'))).toEqual({ text: 'pässword\n' });
  expect(inputOf(utf8('\ufeffmarked'))).toEqual({ text: '\ufeffmarked' });
  expect(inputOf(utf8('a\0b'))).toEqual({ base64: 'YQBi' });
  expect(inputOf(new Uint8Array([0xfe, 0xed, 0xff]))).toEqual({ base64: '/u3/' });
});

it('reads labels, and refuses what is none', () => {
  expect(labelsOf(' team=streams, env = prod ,')).toEqual({ team: 'streams', env: 'prod' });
  expect(labelsOf('')).toEqual({});
  expect(labelsOf('team')).toBeNull();
  expect(labelsOf('=x')).toBeNull();
});

it('offers an instance what the server would let it read', () => {
  expect(isVisibleTo('password', 'kafka')).toBe(true);
  expect(isVisibleTo('kafka/password', 'kafka')).toBe(true);
  expect(isVisibleTo('kafka/admin/password', 'kafka')).toBe(false);
  expect(isVisibleTo('other/password', 'kafka')).toBe(false);
});
