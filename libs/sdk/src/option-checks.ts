import { defaultBudget } from './budget/limits.js';
import { FlowTrailError } from './flow-trail-error.js';
import { greatestCount, isName, limits } from './limits.js';
import { isSmall } from './recording/is-small.js';
import { snapshot } from './recording/snapshot.js';
import { isUuid } from './uuid.js';

/** What an option must be, and whether a value is. */
type Check = readonly [must: string, isRight: (value: unknown) => boolean];
type Keyed = Record<string, unknown>;

const name = `of 1 to ${limits.nameLength} characters without control characters`;
const aName: Check = [`a string ${name}`, isName];
const aUuid: Check = ['a UUID', isUuid];
const anObject: Check = ['an object', (value) => typeof value === 'object' && value !== null];
const aFlag: Check = ['true or false', (value) => typeof value === 'boolean'];
const aFunction: Check = ['a function', (value) => typeof value === 'function'];
// Timers take 31 bits; above they fire at once.
const someMilliseconds: Check = [
  'a number of milliseconds above 0 and below 2147483648',
  (value) => typeof value === 'number' && value > 0 && value < 2 ** 31,
];

const whole = (least: number, most: number, unit = ''): Check => [
  `a whole number${unit} from ${least}${most === Infinity ? '' : ` to ${most}`}`,
  (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
];

/** The server takes no more in one observation and one push, whatever is said here. */
const bytes = (most: number): Check => whole(16 * 1024, most, ' of bytes');

const listOf = (must: string, isRight: (value: unknown) => boolean, most = Infinity): Check => [
  `an array of ${must}`,
  (value) => Array.isArray(value) && value.length <= most && value.every(isRight),
];

/** What is not understood would be recorded that must not be, or lost: it is refused. A dot leads into an option. */
const checks = {
  options: anObject,
  platform: anObject,
  name: aName,
  id: aUuid,
  attempt: whole(1, greatestCount),
  tags: listOf(`at most ${limits.tags} strings ${name}`, isName, limits.tags),
  metadata: [`a JSON object of at most ${limits.smallJsonBytes} bytes`, isSmallObject],
  release: aName,
  environment: aName,
  traceparent: [
    'a W3C traceparent such as 00-<32 hex>-<16 hex>-01',
    (value) => typeof value === 'string' && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(value),
  ],
  parent: aUuid,
  send: ['one of at-finish, incremental', (value) => value === 'at-finish' || value === 'incremental'],
  heartbeatSeconds: whole(1, 86_400, ' of seconds'),
  timeoutMs: someMilliseconds,
  deadlineMs: someMilliseconds,
  exitTimeoutMs: someMilliseconds,
  maxRetries: whole(0, greatestCount),
  gzip: aFlag,
  throwOnError: aFlag,
  redact: anObject,
  'redact.paths': listOf('paths', (path) => typeof path === 'string' && path !== ''),
  'redact.by': aFunction,
  sample: ['a number from 0 to 1, or such numbers by name', isSample],
  watch: listOf('ids', (id) => typeof id !== 'object' && id !== undefined),
  budget: [
    `an object of ${Object.keys(defaultBudget).join(', ')}`,
    (value) => anObject[1](value) && Object.keys(value as object).every((key) => key in defaultBudget),
  ],
  'budget.observationBytes': bytes(defaultBudget.observationBytes),
  'budget.flowBytes': bytes(defaultBudget.flowBytes),
  'budget.memoryBytes': bytes(Infinity),
  onDrop: aFunction,
} satisfies { [option: string]: Check };

/** @throws FlowTrailError for the first option that is given and not what it must be */
export function checkOptions(name: string, options: object): void {
  const given: unknown = { ...options, options, name: name ?? null };
  for (const [option, [must, isRight]] of Object.entries(checks)) {
    const value = option.split('.').reduce<unknown>((whole, key) => (whole as Keyed | null | undefined)?.[key], given);
    if (value !== undefined && !isRight(value)) throw invalidOption(option, must, value);
  }
}

export function invalidOption(option: string, must: string, received: unknown): FlowTrailError {
  const message = `createFlow: ${option} must be ${must}, received ${describe(received)}.`;
  return new FlowTrailError(message, { code: 'invalid-option', retryable: false });
}

function isSmallObject(value: unknown): boolean {
  const { json, replaced } = snapshot(value);
  return anObject[1](value) && !Array.isArray(value) && replaced === undefined && isSmall(json);
}

function isSample(sample: unknown): boolean {
  const rates = typeof sample === 'object' && sample !== null ? Object.values(sample) : [sample];
  return rates.every((rate) => typeof rate === 'number' && rate >= 0 && rate <= 1);
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const { json, replaced } = snapshot(value);
  if (replaced === undefined) return json.slice(0, 200);
  return typeof value === 'object' ? 'an object that is not JSON' : String(value);
}
