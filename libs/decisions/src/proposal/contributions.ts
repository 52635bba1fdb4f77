import type { Json } from '@flow-trail/contracts';
import type { Evidence, Part } from './part.js';
import { isNumber, isObject, list, nameRank } from './names.js';
import type { Column, Table } from './table.js';
import { among } from './table.js';

const names = list('breakdown, parts, contributions, components, factors, subscores, scores, features');

/** Every path whose objects hold two or more numbers and nothing else. */
export function findNumberMaps(table: Table): Column[] {
  return table.columns.filter(({ values }) => {
    const objects = values.filter((value) => value !== undefined && value !== null);
    return objects.length > 0 && objects.every(holdsNumbers) && objects.some((value) => numbersOf(value).length >= 2);
  });
}

function holdsNumbers(value: Json): boolean {
  return isObject(value) && Object.values(value).every((part) => part === null || isNumber(part));
}

const numbersOf = (value: Json | undefined): number[] => (isObject(value) ? Object.values(value).filter(isNumber) : []);

/** The parts of which the score is the sum, else the product, in every record that has both. */
export function findContributions(table: Table, maps: readonly Column[], score: Column): Part {
  const leftOut: Evidence[] = [];
  for (const column of maps) {
    const made = (['sum', 'product'] as const).map((combine) => ({ combine, ...agreement(column, score, combine) }));
    const exact = made.find(({ agree, of }) => of > 0 && agree === of);
    if (exact) return declare(table, column, score, exact);
    const nearest = made.map(({ combine, agree, of }) => `the ${combine} in ${agree} of ${of}`).join(' and ');
    if (nameRank(column.words, names) < 0) continue;
    leftOut.push({ part: 'contributions', because: `${column.path}: ${score.path} is ${nearest} records` });
  }
  return { declares: {}, evidence: [], leftOut };
}

type Made = { combine: 'sum' | 'product'; agree: number };

function declare(table: Table, { path }: Column, score: Column, { combine, agree }: Made): Part {
  const because = `${path}: ${score.path} is the ${combine} of its numbers in ${among(table, agree)}`;
  return {
    declares: { contributions: path, combineContributions: combine },
    evidence: [{ part: 'contributions', because }],
  };
}

function agreement(column: Column, score: Column, combine: 'sum' | 'product'): { agree: number; of: number } {
  let [agree, of] = [0, 0];
  for (const [row, value] of column.values.entries()) {
    const [parts, total] = [numbersOf(value), score.values[row]];
    if (parts.length === 0 || !isNumber(total)) continue;
    of += 1;
    if (isNear(together(parts, combine), total, parts.length)) agree += 1;
  }
  return { agree, of };
}

const together = (parts: readonly number[], combine: 'sum' | 'product'): number =>
  combine === 'sum' ? parts.reduce((sum, part) => sum + part, 0) : parts.reduce((product, part) => product * part, 1);

/** Parts and score are often rounded, each for itself, to two or three decimals. */
function isNear(made: number, total: number, parts: number): boolean {
  const rounding = isCoarse(total) ? 0.0051 : 0.0005 * parts;
  return Math.abs(made - total) <= Math.max(rounding, 0.001 * Math.abs(total));
}

/** At most two decimals. */
const isCoarse = (value: number): boolean => Math.abs(value * 100 - Math.round(value * 100)) < 1e-9;
