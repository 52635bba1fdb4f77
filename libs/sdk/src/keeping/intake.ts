import { sendingHost } from '#sending-host';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import {
  greatestCount,
  isName,
  mostMetrics,
  mostQueryablePaths,
  mostSteps,
  nameLength,
  reasonLength,
} from '../limits.js';
import { snapshot } from '../recording/snapshot.js';
import type { Replaced } from '../recording/snapshot.js';
import type { StepPlace } from '../recording/step.js';
import type { Warnings } from '../recording/warnings.js';

export const finalStatuses = ['completed', 'failed'] as const;
/** The server takes no larger declaration. */
const declarationBytes = 64 * 1024;

/**
 * The server refuses a flow for one field that is wrong, and callers without types can pass anything: what cannot be sent is
 * altered here, and named in the warnings.
 */
export class Intake {
  readonly #warnings: Warnings;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  /** Says what was altered of where a step was to stand. */
  step(given: { [word in keyof StepPlace | 'name']?: unknown }, taken: StepPlace & { name: string }): void {
    const what = `of step "${taken.name}"`;
    this.name('A step', given.name, taken.name);
    this.#count(`iteration ${what}`, given.iteration, taken.iteration, 1);
    this.#count(`position ${what}`, given.position, taken.position, 0);
    if (given.parent && !taken.parent)
      this.#warnings.add(`The parent ${what} was ignored: it is no step of this flow.`);
  }

  /** Of how many steps only the first were taken. */
  steps(asked: number): void {
    if (asked > mostSteps) this.#warnings.add(`Recorded ${mostSteps} of ${asked} steps: a flow has no more.`);
  }

  name(what: string, given: unknown, taken: string): void {
    if (given === taken) return;
    this.#warnings.add(
      `${what} is called "${taken}": a name is 1 to ${nameLength} characters without control characters.`,
    );
  }

  reason(what: string, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    const text = (typeof value === 'string' ? value : snapshot(value).json).replaceAll('\0', '\ufffd');
    if (text.length <= reasonLength) return text;
    this.#warnings.add(`The reason of ${what} was cut to ${reasonLength} characters.`);
    return text.slice(0, reasonLength);
  }

  oneOf<T extends string>(allowed: readonly T[], what: string, value: unknown): T | undefined {
    if (value === undefined || value === null) return undefined;
    const word = allowed.find((candidate) => candidate === value);
    if (!word) this.#warnings.add(`The ${what} was ignored: it must be one of ${allowed.join(', ')}.`);
    return word;
  }

  metrics(what: string, value: unknown): Record<string, number> | undefined {
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    const sent = entries.filter(([name, metric]) => isName(name) && Number.isFinite(metric)).slice(0, mostMetrics);
    if (sent.length < entries.length)
      this.leftOut(`Metrics of ${what}`, `at most ${mostMetrics} finite numbers by name`);
    return Object.fromEntries(sent) as Record<string, number>;
  }

  /** As JSON text. */
  queryable(what: string, value: unknown): string | undefined {
    const isRight =
      isObject(value) && Object.keys(value).length <= mostQueryablePaths && Object.keys(value).every(isName);
    const must = `an object of at most ${mostQueryablePaths} paths with their types`;
    return this.#isTaken(what, value, isRight, must) ? snapshot(value).json : undefined;
  }

  /** One with lists too long for the server loses its rules, not its records. */
  decision(what: string, value: unknown): DecisionDeclaration | undefined {
    const paths = isObject(value) ? [value['candidate']].flat() : [];
    const isRight = paths.length > 0 && paths.every((path) => typeof path === 'string' && path !== '');
    const must = 'an object whose "candidate" is a path or a list of paths';
    if (!this.#isTaken(what, value, isRight, must)) return undefined;
    const decision = value as DecisionDeclaration;
    if (sendingHost.utf8Bytes(snapshot(decision).json) <= declarationBytes) return decision;
    this.#warnings.add(`The rules of the ${what} were left out: it must have at most ${declarationBytes} bytes.`);
    return { ...decision, rules: undefined };
  }

  leftOut(what: string, most: string): void {
    this.#warnings.add(`${what} were left out: they are ${most}.`);
  }

  /** For what JSON has no word for. */
  markers(what: string, replaced: Replaced | undefined): void {
    if (!replaced) return;
    const kinds = [...replaced.kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
    const first = replaced.first === '' ? '' : `, the first at ${replaced.first}`;
    this.#warnings.add(`In the ${what}, markers stand for ${kinds}${first}.`);
  }

  #count(what: string, given: unknown, taken: number, least: number): void {
    if (given === undefined || given === null || given === taken) return;
    this.#warnings.add(`The ${what} was ignored: it must be a whole number from ${least} to ${greatestCount}.`);
  }

  #isTaken(what: string, value: unknown, isRight: boolean, must: string): boolean {
    if (value === undefined || value === null) return false;
    if (!isRight) this.#warnings.add(`The ${what} was ignored: it must be ${must}.`);
    return isRight;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
