import type { DecisionDeclaration, Json } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { isNumber, isObject } from './names.js';
import type { Column, Table } from './table.js';
import { among } from './table.js';

export interface Contributions {
  declares: Pick<DecisionDeclaration, 'contributions' | 'combineContributions'>;
  evidence: Evidence[];
}

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
export function findContributions(table: Table, maps: readonly Column[], score: Column): Contributions | null {
  for (const column of maps) {
    for (const combine of ['sum', 'product'] as const) {
      const { agree, of } = agreement(column, score, combine);
      if (of < 1 || agree < of) continue;
      const made = combine === 'sum' ? 'the sum' : 'the product';
      const because = `${column.path}: ${score.path} is ${made} of its numbers in ${among(table, agree)}`;
      return {
        declares: { contributions: column.path, combineContributions: combine },
        evidence: [{ part: 'contributions', because }],
      };
    }
  }
  return null;
}

function agreement(column: Column, score: Column, combine: 'sum' | 'product'): { agree: number; of: number } {
  let [agree, of] = [0, 0];
  for (const [row, value] of column.values.entries()) {
    const [parts, total] = [numbersOf(value), score.values[row]];
    if (parts.length === 0 || !isNumber(total)) continue;
    of += 1;
    const made =
      combine === 'sum'
        ? parts.reduce((sum, part) => sum + part, 0)
        : parts.reduce((product, part) => product * part, 1);
    // Parts and score are often rounded to two or three decimals, each for itself.
    if (
      Math.abs(made - total) <=
      Math.max(0.0005 * parts.length, 0.005 * Math.abs(total), 0.0051 * Number(isCoarse(total)))
    )
      agree += 1;
  }
  return { agree, of };
}

/** At most two decimals. */
const isCoarse = (value: number): boolean => Math.abs(value * 100 - Math.round(value * 100)) < 1e-9;
