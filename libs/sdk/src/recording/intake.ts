import { utf8Bytes } from '../budget/utf8.js';
import { cleanName, greatestCount, isName, limits } from '../limits.js';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { PrivateSnapshot, Privacy, RedactedPlace } from '../privacy/redact.js';
import { snapshot } from './snapshot.js';
import type { Warnings } from './warnings.js';

/** The server takes no larger declaration. */
const declarationBytes = 64 * 1024;

/**
 * The server refuses a flow for one field that is wrong, and callers without types can pass anything: what cannot be sent is
 * altered here, and named in the warnings.
 */
export class Intake {
  readonly #warnings: Warnings;
  readonly #privacy: Privacy;

  constructor(warnings: Warnings, privacy: Privacy) {
    this.#warnings = warnings;
    this.#privacy = privacy;
  }

  name(what: string, value: unknown): string {
    if (isName(value)) return value;
    const clean = typeof value === 'string' ? cleanName(value).slice(0, limits.nameLength) : '';
    const name = clean === '' ? 'unnamed' : clean;
    this.#warnings.add(
      `${what} is called "${name}": a name is 1 to ${limits.nameLength} characters without control characters.`,
    );
    return name;
  }

  reason(what: string, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    const text = (typeof value === 'string' ? value : snapshot(value).json).replaceAll('\0', '\ufffd');
    if (text.length <= limits.reasonLength) return text;
    this.#warnings.add(`The reason of ${what} was cut to ${limits.reasonLength} characters.`);
    return text.slice(0, limits.reasonLength);
  }

  oneOf<T extends string>(allowed: readonly T[], what: string, value: unknown): T | undefined {
    if (value === undefined || value === null) return undefined;
    const word = allowed.find((candidate) => candidate === value);
    if (!word) this.#warnings.add(`The ${what} was ignored: it must be one of ${allowed.join(', ')}.`);
    return word;
  }

  count(what: string, value: unknown, least: 0 | 1): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= greatestCount) return Number(value);
    this.#warnings.add(`The ${what} was ignored: it must be a whole number from ${least} to ${greatestCount}.`);
    return undefined;
  }

  metrics(what: string, value: unknown): Record<string, number> | undefined {
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    const sent = entries.filter(([name, metric]) => isName(name) && Number.isFinite(metric)).slice(0, limits.metrics);
    if (sent.length < entries.length)
      this.leftOut(`Metrics of ${what}`, `at most ${limits.metrics} finite numbers by name`);
    return Object.fromEntries(sent) as Record<string, number>;
  }

  queryable(what: string, value: unknown): string | undefined {
    const isRight =
      isObject(value) && Object.keys(value).length <= limits.queryablePaths && Object.keys(value).every(isName);
    return this.#declaration(
      what,
      value,
      isRight,
      `an object of at most ${limits.queryablePaths} paths with their types`,
    );
  }

  /** As plain data of its own. One with lists too long for the server loses its rules, not its records. */
  decision(what: string, value: unknown): DecisionDeclaration | undefined {
    const json = this.#decisionText(what, value);
    const decision = json === undefined ? undefined : (JSON.parse(json) as DecisionDeclaration);
    if (!decision || utf8Bytes(json ?? '') <= declarationBytes) return decision;
    this.#warnings.add(`The rules of the ${what} were left out: it must have at most ${declarationBytes} bytes.`);
    return { ...decision, rules: undefined };
  }

  #decisionText(what: string, value: unknown): string | undefined {
    const paths = isObject(value) ? [value['candidate']].flat() : [];
    const isRight = paths.length > 0 && paths.every((path) => typeof path === 'string' && path !== '');
    return this.#declaration(what, value, isRight, 'an object whose "candidate" is a path or a list of paths');
  }

  leftOut(what: string, most: string): void {
    this.#warnings.add(`${what} were left out: they are ${most}.`);
  }

  /** JSON text of any value, without what is redacted; markers, and a warning, for what JSON has no word for. */
  value(what: string, value: unknown, place: RedactedPlace): PrivateSnapshot {
    const taken = this.#privacy.snapshot(value, place);
    this.#warnOf(what, taken.replaced);
    return taken;
  }

  #json(what: string, value: unknown): string {
    const { json, replaced } = snapshot(value);
    this.#warnOf(what, replaced);
    return json;
  }

  #warnOf(what: string, replaced: string | undefined): void {
    if (replaced !== undefined) this.#warnings.add(`In the ${what}, markers stand for ${replaced}.`);
  }

  #declaration(what: string, value: unknown, isRight: boolean, must: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (isRight) return this.#json(what, value);
    this.#warnings.add(`The ${what} was ignored: it must be ${must}.`);
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
