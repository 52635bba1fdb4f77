import { limits, queryableTypes } from '@flow-trail/contracts';
import { ValidateBy, type ValidationOptions } from 'class-validator';

// What PostgreSQL's text cannot hold, and what breaks a line of text: C0 controls, DEL and C1 controls.
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/;
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** `smallint` has room for more tries than any pipeline has; `int` keeps the sums safe. */
const greatestCount = 1_000_000;

const rule = (name: string, isRight: (value: unknown) => boolean, message: string) => (options?: ValidationOptions) =>
  ValidateBy({ name, validator: { validate: isRight, defaultMessage: () => message } }, { message, ...options });

const isName = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= limits.nameLength &&
  !controlCharacters.test(value);

/** A name of a flow, step, observation, tag, release or environment. */
export const IsName = rule(
  'isName',
  isName,
  `must be text of 1 to ${limits.nameLength} characters without control characters`,
);

export const IsReason = rule(
  'isReason',
  (value) => typeof value === 'string' && value.length <= limits.reasonLength && !value.includes('\u0000'),
  `must be text of at most ${limits.reasonLength} characters without U+0000`,
);

export const IsMoment = rule(
  'isMoment',
  (value) =>
    typeof value === 'string' &&
    isoDate.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    isDayOfMonth(value.slice(0, 10)),
  'must be an ISO 8601 date and time with a zone, such as 2026-01-31T12:00:00.000Z',
);

/** `Date` takes 31 February for 3 March. */
const isDayOfMonth = (date: string): boolean =>
  Number(date.slice(8)) <= 28 || new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

const isUuid = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);

export const IsUuid = rule('isUuid', isUuid, 'must be a UUID');

/** A version, iteration or attempt. */
export const IsCount = rule(
  'isCount',
  (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= greatestCount,
  `must be a whole number from 1 to ${greatestCount}`,
);

export const IsPosition = rule(
  'isPosition',
  (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= greatestCount,
  `must be a whole number from 0 to ${greatestCount}`,
);

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSmall = (value: unknown): boolean => Buffer.byteLength(JSON.stringify(value)) <= limits.smallJsonBytes;

export const IsSmallJson = rule(
  'isSmallJson',
  isSmall,
  `must be at most ${limits.smallJsonBytes} bytes of JSON: capture what is larger as an observation`,
);

export const IsSmallObject = rule(
  'isSmallObject',
  (value) => isPlainObject(value) && isSmall(value),
  `must be an object of at most ${limits.smallJsonBytes} bytes of JSON`,
);

export const IsTags = rule(
  'isTags',
  (value) => Array.isArray(value) && value.length <= limits.tags && value.every(isName),
  `must be a list of at most ${limits.tags} names of 1 to ${limits.nameLength} characters`,
);

export const IsMetrics = rule(
  'isMetrics',
  (value) =>
    isPlainObject(value) &&
    Object.entries(value).length <= limits.metrics &&
    Object.entries(value).every(([name, number]) => isName(name) && Number.isFinite(number)),
  `must be an object of at most ${limits.metrics} finite numbers by name`,
);

export const IsQueryable = rule(
  'isQueryable',
  (value) =>
    isPlainObject(value) &&
    Object.entries(value).length <= limits.queryablePaths &&
    Object.entries(value).every(([path, type]) => isName(path) && isQueryableType(type)),
  `must be an object of at most ${limits.queryablePaths} paths, each with its type: ${queryableTypes.join(', ')}`,
);

/** Earlier clients could put any scalar here; what is no type word is kept and means nothing. */
const isQueryableType = (type: unknown): boolean =>
  type === null ||
  ['number', 'boolean'].includes(typeof type) ||
  (typeof type === 'string' && type.length <= limits.nameLength);

const declarationBytes = 64 * 1024;

const isPath = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What its paths mean is checked where records are read; here it must name its candidates and stay small. */
export const IsDecision = rule(
  'isDecision',
  (value) =>
    isPlainObject(value) &&
    Buffer.byteLength(JSON.stringify(value)) <= declarationBytes &&
    [value['candidate']].flat().every(isPath) &&
    [value['candidate']].flat().length > 0,
  `must be an object of at most ${declarationBytes} bytes whose "candidate" is a path or a list of paths`,
);
