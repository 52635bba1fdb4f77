import { snapshot } from '../recording/snapshot.js';

/** Also where somebody gave all objects or lists a `toJSON`; undefined of undefined. */
export function jsonText(value: object | undefined): string | undefined {
  return value && snapshot(value).json;
}

/** An object from member values that are JSON text already; absent ones are left out. */
export function jsonObject(members: Record<string, string | undefined>): string {
  const printed = Object.entries(members).flatMap(([key, json]) =>
    json === undefined ? [] : [`${JSON.stringify(key)}:${json}`],
  );
  return `{${printed.join(',')}}`;
}

export function jsonDate(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'null' : JSON.stringify(new Date(milliseconds).toISOString());
}
