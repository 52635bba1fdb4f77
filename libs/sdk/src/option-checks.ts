import { host } from '#host';
import { defaultBudget } from './budget/limits.js';
import { FlowTrailError } from './flow-trail-error.js';
import { isCount, isName, isTraceparent, mostTags } from './limits.js';
import { isSmall } from './recording/is-small.js';
import { snapshot } from './recording/snapshot.js';
import { messageOf } from './recording/thrown.js';
import { isUuid } from './uuid.js';

type Check = (value: unknown) => boolean;
/** Characters of an option that are looked at. */
const greatestLength = 64 * 1024;

type Keyed = Record<string, unknown>;

const isObject: Check = (value) => typeof value === 'object' && value !== null;
const isFlag: Check = (value) => typeof value === 'boolean';
const isFunction: Check = (value) => typeof value === 'function';
// Timers take 31 bits; above they fire at once.
const isMilliseconds: Check = (value) => typeof value === 'number' && value > 0 && value < 2 ** 31;
const whole =
  (least: number, most?: number): Check =>
  (value) =>
    isCount(value, least, most);
/** The server takes no more in one observation and one push, whatever is said here. */
const bytes = (most: number): Check => whole(16 * 1024, most);
const listOf =
  (isRight: Check, most = Infinity): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(isRight);

/** What is not understood would be recorded that must not be, or lost: it is refused. A dot leads into an option. */
const checks = {
  options: isObject,
  platform: isObject,
  name: isName,
  id: isUuid,
  attempt: whole(1),
  tags: listOf(isName, mostTags),
  metadata: isSmallObject,
  release: isName,
  environment: isName,
  traceparent: isTraceparent,
  parent: isUuid,
  send: (value) => value === 'at-finish' || value === 'incremental',
  heartbeatSeconds: whole(1, 86_400),
  timeoutMs: isMilliseconds,
  deadlineMs: isMilliseconds,
  exitTimeoutMs: isMilliseconds,
  maxRetries: whole(0),
  gzip: isFlag,
  throwOnError: isFlag,
  redact: isObject,
  'redact.paths': listOf((path) => typeof path === 'string' && path !== ''),
  'redact.by': isFunction,
  sample: isSample,
  watch: listOf((id) => typeof id !== 'object' && id !== undefined),
  budget: (value) => isObject(value) && Object.keys(value as object).every((key) => key in defaultBudget),
  'budget.observationBytes': bytes(defaultBudget.observationBytes),
  'budget.flowBytes': bytes(defaultBudget.flowBytes),
  'budget.memoryBytes': bytes(Infinity),
  onDrop: isFunction,
} satisfies { [option: string]: Check };

export type CheckedOption = keyof typeof checks | 'endpoint' | 'apiKey';

/** @throws FlowTrailError for the first option that is given and not what it must be */
export function checkOptions(name: string, options: object): void {
  const given: unknown = { ...options, options, name: name ?? null };
  for (const [option, isRight] of Object.entries(checks)) {
    const value = option.split('.').reduce<unknown>((whole, key) => (whole as Keyed | null | undefined)?.[key], given);
    if (value !== undefined && !isRight(value)) throw invalidOption(option, option as CheckedOption, describe(value));
  }
}

/** A page may not have loaded what an option must be when its first flow has a wrong one. */
export function invalidOption(
  name: string,
  option: CheckedOption,
  received: string,
  caller = 'createFlow',
): FlowTrailError {
  const must = host.sending.part?.optionWords[option] ?? 'as documented';
  const message = `${caller}: ${name} must be ${must}, received ${received}.`;
  return new FlowTrailError(message, { code: 'invalid-option', retryable: false });
}

/** Options can throw by themselves when they are read: a getter, a proxy. @throws FlowTrailError that says so */
export function readOptions<R>(caller: string, read: () => R): R {
  try {
    return read();
  } catch (error) {
    if (error instanceof FlowTrailError) throw error;
    throw invalidOption('options', 'options', `one that throws "${messageOf(error)}"`, caller);
  }
}

function isSmallObject(value: unknown): boolean {
  const { json, replaced } = snapshot(value, greatestLength);
  return json.startsWith('{') && !replaced && isSmall(json);
}

function isSample(sample: unknown): boolean {
  const rates = isObject(sample) ? Object.values(sample as object) : [sample];
  return rates.every((rate) => typeof rate === 'number' && rate >= 0 && rate <= 1);
}

export function describe(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : snapshot(value, greatestLength).json;
  return text.slice(0, 200);
}
