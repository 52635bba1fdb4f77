import { limits } from '../limits.js';

/** An object from member values that are JSON text already; absent ones are left out. */
export function jsonObject(members: Record<string, string | undefined>): string {
  const printed = Object.entries(members).flatMap(([key, json]) =>
    json === undefined ? [] : [`${JSON.stringify(key)}:${json}`],
  );
  return `{${printed.join(',')}}`;
}

export function jsonArray(elements: readonly string[]): string {
  return `[${elements.join(',')}]`;
}

export function jsonDate(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'null' : JSON.stringify(new Date(milliseconds).toISOString());
}

/** Whether the server takes it as `input`, `output`, `config` or `metadata`. */
export function isSmall(json: string): boolean {
  return new TextEncoder().encode(json).length <= limits.smallJsonBytes;
}
