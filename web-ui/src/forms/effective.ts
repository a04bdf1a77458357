import type { EffectiveOptions, Json, Options, Origin } from '../api/types';
import { isObject, pointerOf, schemaAt } from './schema';

export interface EffectiveRow {
  pointer: string;
  name: string;
  value: Json;
  origin: Origin;
  description: string;
}

/** Every effective option with where its value comes from; a group's origin holds for what it does not name itself. */
export function effectiveRows({ values, origin, schema }: EffectiveOptions): EffectiveRow[] {
  const walk = (at: Options, path: string[], inherited: Origin): EffectiveRow[] =>
    Object.entries(at).flatMap(([name, value]) => {
      const here = [...path, name];
      const pointer = pointerOf(here);
      const from = origin[pointer] ?? inherited;
      if (isObject(value) && Object.keys(value).length > 0) return walk(value, here, from);
      return [
        {
          pointer,
          name: here.join('.'),
          value,
          origin: from,
          description: schemaAt(schema, pointer)?.description ?? '',
        },
      ];
    });
  return walk(values, [], 'default');
}
