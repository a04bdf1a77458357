import { Validator, type Schema, type SchemaDraft } from '@cfworker/json-schema';
import type { Json, JsonSchema, Options } from '../api/types';

export type FieldKind =
  'group' | 'string' | 'text' | 'enum' | 'integer' | 'number' | 'boolean' | 'strings' | 'secret' | 'raw';

/** One option of a package, as the form shows it. */
export interface Field {
  pointer: string;
  path: string[];
  name: string;
  title: string;
  description: string;
  kind: FieldKind;
  required: boolean;
  default: Json | undefined;
  choices: Json[];
  minimum: number | undefined;
  maximum: number | undefined;
  children: Field[];
}

export const pointerOf = (path: readonly string[]): string =>
  path.map((part) => '/' + part.replaceAll('~', '~0').replaceAll('/', '~1')).join('');

/** The options of a schema, in its order. Shapes that have no input of their own become `raw` (JSON text). */
export function fieldsOf(schema: JsonSchema, path: string[] = []): Field[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(schema.properties ?? {}).map(([name, child]) => {
    const childPath = [...path, name];
    const kind = kindOf(child);
    return {
      pointer: pointerOf(childPath),
      path: childPath,
      name,
      title: child.title ?? humanize(name),
      description: child.description ?? '',
      kind,
      required: required.has(name),
      default: child.default as Json | undefined,
      choices: (child.enum ?? []) as Json[],
      minimum: child.minimum,
      maximum: child.maximum,
      children: kind === 'group' ? fieldsOf(child, childPath) : [],
    };
  });
}

function kindOf(schema: JsonSchema): FieldKind {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (schema.enum) return 'enum';
  if (schema.properties) return 'group';
  switch (type) {
    case 'string':
      if (schema.format === 'secret') return 'secret';
      return schema.format === 'multiline' || (schema.maxLength ?? 0) > 400 ? 'text' : 'string';
    case 'integer':
    case 'number':
    case 'boolean':
      return type;
    case 'array':
      return schema.items?.type === 'string' && !schema.items.enum ? 'strings' : 'raw';
    default:
      return 'raw';
  }
}

/** "log_retention-hours" → "Log retention hours"; upper-case words stay. */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim();
  const lowered = words
    .split(' ')
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return lowered.charAt(0).toUpperCase() + lowered.slice(1);
}

export function isObject(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(options: Options, path: readonly string[]): Json | undefined {
  let at: Json | undefined = options;
  for (const part of path) {
    if (!isObject(at)) return undefined;
    at = at[part];
  }
  return at;
}

/** The options with one value set; `undefined` takes it out and drops groups that become empty. */
export function withValue(options: Options, path: readonly string[], value: Json | undefined): Options {
  const [head, ...rest] = path;
  if (head === undefined) return options;
  const copy: Options = { ...options };
  let next: Json | undefined = value;
  if (rest.length > 0) {
    const child = copy[head];
    const changed = withValue(isObject(child) ? child : {}, rest, value);
    next = Object.keys(changed).length > 0 ? changed : undefined;
  }
  if (next !== undefined) return { ...copy, [head]: next };
  return Object.fromEntries(Object.entries(copy).filter(([key]) => key !== head));
}

/** What the server will see: the defaults of the schema below what was given. */
export function withDefaults(schema: JsonSchema, given: Options): Options {
  const merged: Options = { ...given };
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const value = merged[name];
    if (child.properties) {
      const base = value ?? (child.default as Json | undefined) ?? {};
      if (isObject(base)) merged[name] = withDefaults(child, base);
    } else if (value === undefined && child.default !== undefined) {
      merged[name] = child.default as Json;
    }
  }
  return merged;
}

export interface Violation {
  pointer: string;
  keyword: string;
  /** The limit that the schema sets: a number, the allowed values or a pattern. */
  limit: string;
  text: string;
}

/** Checks options (over their defaults) and names each violated rule at its own field. */
export function violations(schema: JsonSchema, given: Options): Violation[] {
  const validator = new Validator(schema as Schema, draftOf(schema), false);
  const found = new Map<string, Violation>();
  for (const unit of validator.validate(withDefaults(schema, given)).errors) {
    if (['properties', 'items', 'additionalProperties', 'allOf', '$ref'].includes(unit.keyword)) continue;
    let pointer = decodeURI(unit.instanceLocation.replace(/^#/, ''));
    let keyword = unit.keyword;
    if (keyword === 'required') {
      const missing = /"([^"]+)"/.exec(unit.error)?.[1];
      if (missing) pointer += '/' + missing;
    }
    if (keyword === 'false') keyword = 'unknown';
    const limit = limitOf(schemaAt(schema, pointer), keyword);
    if (!found.has(pointer)) found.set(pointer, { pointer, keyword, limit, text: unit.error });
  }
  return [...found.values()];
}

function limitOf(schema: JsonSchema | undefined, keyword: string): string {
  const limit = schema?.[keyword];
  if (Array.isArray(limit)) return limit.map(String).join(', ');
  return typeof limit === 'string' || typeof limit === 'number' ? String(limit) : '';
}

export function schemaAt(schema: JsonSchema, pointer: string): JsonSchema | undefined {
  let at: JsonSchema | undefined = schema;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = at?.properties?.[name] ?? (/^\d+$/.test(name) ? at?.items : undefined);
  }
  return at;
}

function draftOf(schema: JsonSchema): SchemaDraft {
  const named = schema.$schema ?? '';
  if (named.includes('draft-04')) return '4';
  if (named.includes('draft-07')) return '7';
  if (named.includes('2019-09')) return '2019-09';
  return '2020-12';
}

/** All leaf options with their groups flattened, for reference tables. */
export function leavesOf(fields: Field[]): Field[] {
  return fields.flatMap((field) => (field.kind === 'group' ? leavesOf(field.children) : [field]));
}

/** What a person typed into a number field; text that is no number stays text, so that it can be complained about. */
export function numberOf(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}
