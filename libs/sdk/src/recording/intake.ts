import { snapshot } from './snapshot.js';
import type { Warnings } from './warnings.js';

const nameLength = 256;
const reasonLength = 4096;

/**
 * The server refuses a flow for one field that is wrong, and callers without types can pass anything: what cannot be sent is
 * altered here, and named in the warnings.
 */
export class Intake {
  readonly #warnings: Warnings;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  name(what: string, value: unknown): string {
    if (typeof value === 'string' && value !== '') return this.#cut(`name of a ${what}`, value, nameLength);
    this.#warnings.add(`A ${what} has no name; it is called "unnamed".`);
    return 'unnamed';
  }

  reason(what: string, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    return this.#cut(`reason of ${what}`, typeof value === 'string' ? value : snapshot(value).json, reasonLength);
  }

  oneOf<T extends string>(allowed: readonly T[], what: string, value: unknown): T | undefined {
    if (value === undefined || value === null) return undefined;
    const word = allowed.find((candidate) => candidate === value);
    if (!word) this.#warnings.add(`The ${what} was ignored: it must be one of ${allowed.join(', ')}.`);
    return word;
  }

  count(what: string, value: unknown, least: 0 | 1): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (Number.isSafeInteger(value) && Number(value) >= least) return Number(value);
    this.#warnings.add(`The ${what} was ignored: it must be a whole number from ${least}.`);
    return undefined;
  }

  metrics(what: string, value: unknown): Record<string, number> | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value);
    const finite = entries.filter(([, metric]) => Number.isFinite(metric));
    if (finite.length < entries.length)
      this.#warnings.add(`Metrics of ${what} that are no finite numbers were left out.`);
    return Object.fromEntries(finite) as Record<string, number>;
  }

  /** JSON text of any value; a marker, and a warning, for what cannot be captured. */
  json(what: string, value: unknown): string {
    const { json, problem } = snapshot(value);
    if (problem !== undefined) this.#warnings.add(`The ${what} could not be captured: ${problem}.`);
    return json;
  }

  #cut(what: string, text: string, limit: number): string {
    if (text.length <= limit) return text;
    this.#warnings.add(`The ${what} was cut to ${limit} characters.`);
    return text.slice(0, limit);
  }
}
