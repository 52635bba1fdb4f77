import { defaultBudget } from './budget/limits.js';
import type { Budget } from './budget/limits.js';
import type { CandidateId } from './decisions/item-options.js';
import { checkedObject, invalidOption } from './option-checks.js';
import type { RedactOptions } from './privacy/redact.js';
import type { Sample } from './privacy/sampling.js';

export function checkedFunction<T>(option: string, value: T): T {
  if (typeof value === 'function') return value;
  throw invalidOption(option, 'a function', value);
}

/** What is not understood here would be recorded: it is refused. */
export function checkedRedact(redact: RedactOptions): RedactOptions {
  const { paths = [], by } = checkedObject('redact', redact);
  const isRight = Array.isArray(paths) && paths.every((path) => typeof path === 'string' && path !== '');
  if (!isRight) throw invalidOption('redact.paths', 'an array of paths', paths);
  return { paths: [...paths], by: by === undefined ? undefined : checkedFunction('redact.by', by) };
}

export function checkedSample(option: string, sample: Sample): Sample {
  const rates = typeof sample === 'object' ? Object.values(checkedObject(option, sample)) : [sample];
  const isRight = rates.every((rate) => typeof rate === 'number' && rate >= 0 && rate <= 1);
  if (isRight) return typeof sample === 'object' ? { ...sample } : sample;
  throw invalidOption(option, 'a number from 0 to 1, or such numbers by name', sample);
}

export function checkedWatch(watch: readonly CandidateId[]): readonly CandidateId[] {
  if (Array.isArray(watch) && watch.every((id) => typeof id !== 'object' && id !== undefined)) return [...watch];
  throw invalidOption('watch', 'an array of ids', watch);
}

export function checkedBudget(budget: Budget): Required<Budget> {
  const checked = { ...defaultBudget };
  for (const [name, bytes] of Object.entries(checkedObject('budget', budget)) as [keyof Budget, number | undefined][]) {
    if (!(name in defaultBudget))
      throw invalidOption('budget', `an object of ${Object.keys(defaultBudget).join(', ')}`, budget);
    checked[name] = checkedBytes(`budget.${name}`, bytes ?? defaultBudget[name], name);
  }
  return checked;
}

/** The server takes no more in one observation and one push, whatever is said here. */
function checkedBytes(option: string, bytes: number, name: keyof Budget): number {
  const most = name === 'memoryBytes' ? Infinity : defaultBudget[name];
  if (Number.isInteger(bytes) && bytes >= least && bytes <= most) return bytes;
  throw invalidOption(option, `a whole number of bytes from ${least}${most === Infinity ? '' : ` to ${most}`}`, bytes);
}

const least = 16 * 1024;
