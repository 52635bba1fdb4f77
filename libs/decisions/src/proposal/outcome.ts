import type { DecisionDeclaration, Json, Outcome } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { list, nameRank, quoted } from './names.js';
import { droppedFlags, keptFlags, meaning } from './outcome-words.js';
import type { Column, Table } from './table.js';
import { among, bounds, everyValue, present } from './table.js';

/** What became of each row, as far as the data says it. */
export interface Fates {
  column: Column;
  declares: Pick<DecisionDeclaration, 'outcome' | 'outcomes'>;
  evidence: Evidence[];
  /** In the order of the rows; null where no word says it. */
  fates: readonly (Outcome | null)[];
}

const columnNames = list(
  'outcome, decision, verdict, disposition, result, status, state, action, judgement, judgment, label',
);
const canonical: ReadonlySet<string> = new Set(['kept', 'dropped', 'error', 'skipped']);

/** Finds the path that says what became of the records; null when no name and no words say it. */
export function findOutcome(table: Table): Fates | null {
  const readings = table.columns
    .flatMap((column) => readFlag(column, table) ?? readWords(column, table) ?? [])
    .toSorted((left, right) => right.worth - left.worth);
  const [best, ...others] = readings.map(({ fates }) => fates);
  return best ? withRivals(best, others) : null;
}

/** Says where another path, read the same way, tells another story. */
function withRivals(best: Fates, others: readonly Fates[]): Fates {
  const rivals = others.slice(0, 3).map(({ column, fates }) => {
    const differ = fates.filter((fate, row) => fate !== best.fates[row]).length;
    return `${column.path} could be read too and differs in ${differ}`;
  });
  const [evidence, ...rest] = best.evidence;
  if (!evidence || rivals.length === 0) return best;
  return { ...best, evidence: [{ ...evidence, because: [evidence.because, ...rivals].join('; ') }, ...rest] };
}

interface Reading {
  worth: number;
  fates: Fates;
}

function readFlag(column: Column, table: Table): Reading | null {
  if (!everyValue(column, isFlag) || column.depth > bounds.said) return null;
  if (present(column) < 0.5 * table.rows) return null;
  const kept = nameRank(column.words, keptFlags);
  const dropped = nameRank(column.words, droppedFlags);
  if (kept < 0 && dropped < 0) return null;
  const isDropped = dropped >= 0 !== column.words.includes('not');
  const isNumeric = column.values.some((value) => typeof value === 'number');
  const [yes, no] = isDropped ? (['dropped', 'kept'] as const) : (['kept', 'dropped'] as const);
  const words: DecisionDeclaration['outcomes'] = isNumeric ? { 1: yes, 0: no } : { true: yes, false: no };
  const outcomes = isDropped || isNumeric ? { outcomes: words } : {};
  const fates = column.values.map((value) => (isFlag(value) ? (value ? yes : no) : null));
  const because = `${column.path}: ${isNumeric ? '1 or 0' : 'true or false'} in ${among(table, present(column))}, ${tally(fates)}`;
  return {
    worth: 60 - (Math.max(kept, dropped) + (isDropped ? 25 : 0)) - 20 * (column.depth - 1),
    fates: { column, declares: { outcome: column.path, ...outcomes }, evidence: [{ part: 'outcome', because }], fates },
  };
}

/** True and false, or as 1 and 0. */
const isFlag = (value: Json | undefined): value is boolean | number =>
  typeof value === 'boolean' || value === 0 || value === 1;

function readWords(column: Column, table: Table): Reading | null {
  const named = nameRank(column.words, columnNames);
  if (named < 0 || column.depth > bounds.said || present(column) < 0.5 * table.rows) return null;
  if (!everyValue(column, (value) => typeof value === 'string' && value.length <= 60)) return null;
  const words = countWords(column.values);
  const known = [...words].filter(([word]) => meaning(word) !== null);
  const covered = known.reduce((sum, [, count]) => sum + count, 0);
  const decides = known.some(([word]) => ['kept', 'dropped'].includes(String(meaning(word))));
  if (words.size > 12 || !decides || covered < 0.8 * present(column)) return null;
  return { worth: 100 - named - 20 * (column.depth - 1), fates: declareWords(column, table, words) };
}

function declareWords(column: Column, table: Table, words: ReadonlyMap<string, number>): Fates {
  const fates = column.values.map((value) => (typeof value === 'string' ? meaning(value) : null));
  const evidence: Evidence[] = [
    {
      part: 'outcome',
      because: `${column.path}: ${words.size} different ${words.size === 1 ? 'word' : 'words'} in ${among(table, present(column))}, ${tally(fates)}`,
    },
  ];
  const declares: Fates['declares'] = { outcome: column.path };
  const unknown = [...words].filter(([word]) => meaning(word) === null);
  if (![...words.keys()].every((word) => canonical.has(word))) {
    const mapped = [...words].flatMap(([word]) => {
      const outcome = meaning(word);
      return outcome === null ? [] : [[word, outcome] as const];
    });
    declares.outcomes = Object.fromEntries(mapped);
    const translated = mapped.map(([word, outcome]) => `${quoted(word)} means ${outcome}`).join(', ');
    const open = unknown.map(([word, count]) => `${quoted(word)} (${count})`).join(', ');
    evidence.push({
      part: 'outcomes',
      because: `${translated}${open === '' ? '' : `; what ${open} means is not known`}`,
    });
  }
  return { column, declares, evidence, fates };
}

function countWords(values: readonly (Json | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function tally(fates: readonly (Outcome | null)[]): string {
  const count = (fate: Outcome | null): number => fates.filter((each) => each === fate).length;
  const counted = (['kept', 'dropped', 'error', 'skipped'] as const).filter((fate) => count(fate) > 0);
  const unknown = count(null) > 0 ? [`${count(null)} unknown`] : [];
  return [...counted.map((fate) => `${count(fate)} ${fate}`), ...unknown].join(', ');
}
