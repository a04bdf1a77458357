import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../api/types';
import { effectiveRows } from './effective';
import {
  fieldsOf,
  humanize,
  leavesOf,
  numberOf,
  valueAt,
  violations,
  withDefaults,
  withValue,
} from './schema';
import { optionsToText, textToOptions } from './text';

const schema: JsonSchema = {
  type: 'object',
  required: ['brokers'],
  properties: {
    brokers: {
      type: 'object',
      title: 'Brokers',
      properties: {
        count: { type: 'integer', minimum: 1, maximum: 50, default: 3 },
        log_retentionHours: { type: 'integer' },
        listeners: { type: 'array', items: { type: 'string' } },
      },
    },
    mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
    tls: { type: 'boolean', default: false },
    extra: { type: 'array', items: { type: 'object' } },
    name: { type: 'string', pattern: '^[a-z]+$' },
  },
};

describe('a form from a schema', () => {
  it('makes one field for each option, in order, with groups nested', () => {
    expect(fieldsOf(schema).map(({ name, kind }) => [name, kind])).toEqual([
      ['brokers', 'group'],
      ['mode', 'enum'],
      ['tls', 'boolean'],
      ['extra', 'raw'],
      ['name', 'string'],
    ]);
    expect(leavesOf(fieldsOf(schema)).map((field) => field.pointer)).toContain('/brokers/count');
  });

  it('reads names as words', () => {
    expect(humanize('log_retentionHours')).toBe('Log retention hours');
    expect(humanize('JVM-heap')).toBe('JVM heap');
  });

  it('keeps only what was given and drops groups that become empty', () => {
    const given = withValue({}, ['brokers', 'count'], 5);
    expect(given).toEqual({ brokers: { count: 5 } });
    expect(valueAt(given, ['brokers', 'count'])).toBe(5);
    expect(withValue(given, ['brokers', 'count'], undefined)).toEqual({});
  });

  it('puts defaults below what was given', () => {
    expect(withDefaults(schema, { brokers: { listeners: ['X'] } })).toEqual({
      brokers: { count: 3, listeners: ['X'] },
      mode: 'a',
      tls: false,
    });
  });

  it('names a violated rule at its own field with the limit', () => {
    expect(violations(schema, {})).toEqual([]);
    expect(violations(schema, { brokers: { count: 99 } })[0]).toMatchObject({
      pointer: '/brokers/count',
      keyword: 'maximum',
      limit: '50',
    });
    expect(violations(schema, { brokers: { count: 'many' } })[0]).toMatchObject({
      keyword: 'type',
      limit: 'integer',
    });
    expect(violations(schema, { mode: 'z' })[0]).toMatchObject({ pointer: '/mode', limit: 'a, b' });
    expect(violations(schema, { name: 'X1' })[0]).toMatchObject({ pointer: '/name', keyword: 'pattern' });
  });

  it('names a missing option at the place where it belongs', () => {
    const needy: JsonSchema = {
      type: 'object',
      required: ['topic'],
      properties: { topic: { type: 'string' } },
    };
    expect(violations(needy, {})[0]).toMatchObject({ pointer: '/topic', keyword: 'required' });
  });

  it('names an option that the package does not have', () => {
    const closed: JsonSchema = {
      type: 'object',
      additionalProperties: false,
      properties: { a: { type: 'string' } },
    };
    expect(violations(closed, { b: 1 }).map((one) => one.pointer)).toContain('/b');
  });

  it('keeps text that is no number, so that it can be complained about', () => {
    expect(numberOf(' 4.5 ')).toBe(4.5);
    expect(numberOf('')).toBeUndefined();
    expect(numberOf('four')).toBe('four');
  });
});

describe('options as text', () => {
  it('come back from YAML and JSON as they were', () => {
    const options = { brokers: { count: 5, listeners: ['A', 'B'] }, tls: true };
    expect(textToOptions(optionsToText(options, 'yaml'))).toEqual({ ok: true, options });
    expect(textToOptions(optionsToText(options, 'json'))).toEqual({ ok: true, options });
  });

  it('are empty when nothing is written', () => {
    expect(textToOptions('  \n')).toEqual({ ok: true, options: {} });
  });

  it('say the line of what cannot be read', () => {
    expect(textToOptions('a: 1\nb: [')).toMatchObject({ ok: false, line: 2 });
    expect(textToOptions('a: 1\na: 2')).toMatchObject({ ok: false });
    expect(textToOptions('- a')).toMatchObject({ ok: false });
  });
});

describe('effective options', () => {
  it('say where each value comes from, a group for all that it holds', () => {
    const rows = effectiveRows({
      values: { brokers: { count: 5, listeners: ['A'] }, tls: false },
      origin: { '/brokers': 'stored', '/brokers/count': 'given' },
      configuration: 2,
      schema,
    });
    expect(rows.map(({ name, origin }) => [name, origin])).toEqual([
      ['brokers.count', 'given'],
      ['brokers.listeners', 'stored'],
      ['tls', 'default'],
    ]);
  });
});
