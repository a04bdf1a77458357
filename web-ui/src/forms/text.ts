import { parseDocument, stringify } from 'yaml';
import type { Options } from '../api/types';
import { isObject } from './schema';

export type TextFormat = 'yaml' | 'json';

export function optionsToText(options: Options, format: TextFormat): string {
  if (format === 'json') return JSON.stringify(options, null, 2);
  return Object.keys(options).length === 0 ? '' : stringify(options);
}

export type ParsedText = { ok: true; options: Options } | { ok: false; message: string; line: number | null };

/** Reads options written as YAML or JSON (JSON is YAML). Empty text is no options. */
export function textToOptions(text: string): ParsedText {
  if (text.trim() === '') return { ok: true, options: {} };
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true });
  const error = document.errors[0];
  if (error) {
    return {
      ok: false,
      message: error.message.split('\n')[0] ?? error.message,
      line: error.linePos?.[0].line ?? null,
    };
  }
  const value: unknown = document.toJS();
  if (!isObject(value)) return { ok: false, message: 'Options are a map of names to values.', line: 1 };
  return { ok: true, options: value };
}
