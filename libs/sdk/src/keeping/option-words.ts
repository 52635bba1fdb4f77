import { defaultBudget } from '../budget/limits.js';
import { greatestCount, mostTags, nameLength, smallJsonBytes } from '../limits.js';
import type { CheckedOption } from '../option-checks.js';

const name = `of 1 to ${nameLength} characters without control characters`;
const milliseconds = 'a number of milliseconds above 0 and below 2147483648';
const least = 16 * 1024;
const bytes = (most: number): string => `a whole number of bytes from ${least} to ${most}`;

/** What an option must be. */
export const optionWords: Record<CheckedOption, string> = {
  options: 'an object',
  platform: 'an object',
  name: `a string ${name}`,
  endpoint: 'an http or https URL without user name, password, query and fragment',
  apiKey: 'a key of letters, digits and . _ ~ + / = -',
  id: 'a UUID',
  attempt: `a whole number from 1 to ${greatestCount}`,
  tags: `an array of at most ${mostTags} strings ${name}`,
  metadata: `a JSON object of at most ${smallJsonBytes} bytes`,
  release: `a string ${name}`,
  environment: `a string ${name}`,
  traceparent: 'a W3C traceparent such as 00-<32 hex>-<16 hex>-01',
  parent: 'a UUID',
  send: 'one of at-finish, incremental',
  heartbeatSeconds: 'a whole number of seconds from 1 to 86400',
  timeoutMs: milliseconds,
  deadlineMs: milliseconds,
  exitTimeoutMs: milliseconds,
  maxRetries: `a whole number from 0 to ${greatestCount}`,
  gzip: 'true or false',
  throwOnError: 'true or false',
  redact: 'an object',
  'redact.paths': 'an array of paths',
  'redact.by': 'a function',
  sample: 'a number from 0 to 1, or such numbers by name',
  watch: 'an array of ids',
  budget: `an object of ${Object.keys(defaultBudget).join(', ')}`,
  'budget.observationBytes': bytes(defaultBudget.observationBytes),
  'budget.flowBytes': bytes(defaultBudget.flowBytes),
  'budget.memoryBytes': `a whole number of bytes from ${least}`,
  onDrop: 'a function',
};
