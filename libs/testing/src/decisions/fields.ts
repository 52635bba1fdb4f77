import type { Json, JsonObject } from '@flow-trail/contracts';
import type { SeededRandom } from './random.js';

/** Where a value stands in a record: its keys, and the path that a declaration calls them by. */
export interface Field {
  keys: string[];
  path: string;
}

/** The name at the top of the record, inside an object, or with a dot in a key. */
export function fieldFor(random: SeededRandom, name: string): Field {
  const keys = random.pick([[name], [name], [name], ['item', name], [`v1.${name}`], ['deep', 'er', name]]);
  return { keys, path: keys.map((key) => key.replaceAll('.', '\\.')).join('.') };
}

/** Writes a value into a record, with the objects around it. */
export function put(record: JsonObject, { keys }: Field, value: Json): void {
  let holder = record;
  for (const key of keys.slice(0, -1)) {
    holder[key] ??= {};
    holder = holder[key] as JsonObject;
  }
  holder[keys.at(-1) ?? ''] = value;
}

/** Takes a value out of a record. */
export function remove(record: JsonObject, { keys }: Field): void {
  let holder = record;
  for (const key of keys.slice(0, -1)) holder = holder[key] as JsonObject;
  Reflect.deleteProperty(holder, keys.at(-1) ?? '');
}
