import type { JsonObject } from '@flow-trail/contracts';
import { FlowTrailError } from './flow-trail-error.js';
import { greatestCount, isName, limits } from './limits.js';
import { isSmall } from './recording/json-text.js';
import { snapshot } from './recording/snapshot.js';
import { isUuid } from './uuid.js';

const name = `of 1 to ${limits.nameLength} characters without control characters`;

export function invalidOption(option: string, must: string, received: unknown): FlowTrailError {
  const message = `createFlow: ${option} must be ${must}, received ${describe(received)}.`;
  return new FlowTrailError(message, { code: 'invalid-option', retryable: false });
}

export function checkedObject<T extends object>(option: string, value: T): T {
  if (typeof value === 'object' && value !== null) return value;
  throw invalidOption(option, 'an object', value);
}

export function checkedText(option: string, value: string): string {
  if (isName(value)) return value;
  throw invalidOption(option, `a string ${name}`, value);
}

export function checkedUuid(option: string, value: string): string {
  if (isUuid(value)) return value.toLowerCase();
  throw invalidOption(option, 'a UUID', value);
}

export function checkedCount(option: string, value: number, least: 0 | 1): number {
  if (Number.isInteger(value) && value >= least && value <= greatestCount) return value;
  throw invalidOption(option, `a whole number from ${least} to ${greatestCount}`, value);
}

export function checkedMilliseconds(option: string, value: number): number {
  // Timers take 31 bits; above they fire at once.
  if (typeof value === 'number' && value > 0 && value < 2 ** 31) return value;
  throw invalidOption(option, 'a number of milliseconds above 0 and below 2147483648', value);
}

export function checkedSeconds(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 86_400) return value;
  throw invalidOption(option, 'a whole number of seconds from 1 to 86400', value);
}

export function checkedWord<T extends string>(option: string, value: T, words: readonly T[]): T {
  if (words.includes(value)) return value;
  throw invalidOption(option, `one of ${words.join(', ')}`, value);
}

export function checkedFlag(option: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidOption(option, 'true or false', value);
}

export function checkedTags(option: string, value: readonly string[]): readonly string[] {
  if (Array.isArray(value) && value.length <= limits.tags && value.every(isName)) return [...value];
  throw invalidOption(option, `an array of at most ${limits.tags} strings ${name}`, value);
}

export function checkedTraceparent(option: string, value: string): string {
  if (typeof value === 'string' && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(value)) return value;
  throw invalidOption(option, 'a W3C traceparent such as 00-<32 hex>-<16 hex>-01', value);
}

export function checkedMetadata(option: string, value: JsonObject): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const { json, replaced } = snapshot(value);
  if (isObject && replaced === undefined && isSmall(json)) return JSON.parse(json) as JsonObject;
  throw invalidOption(option, `a JSON object of at most ${limits.smallJsonBytes} bytes`, value);
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const { json, replaced } = snapshot(value);
  return replaced === undefined
    ? json.slice(0, 200)
    : typeof value === 'object'
      ? 'an object that is not JSON'
      : String(value);
}
