import {
  absentWord,
  anyWord,
  candidateFields,
  filterOperators,
  matrixOutcomes,
  numberFields,
  type StageField,
  stageFields,
  type StageName,
} from './filter';

/** A stage with what can be said of it. */
export interface StageVocabulary extends StageName {
  fields: readonly StageField[];
  rules: readonly string[];
}

export interface Completions {
  /** The characters that a choice takes the place of. */
  from: number;
  to: number;
  words: string[];
}

const SHOWN = 12;
const connectives = ['and', 'or'];
const notEmpty = (word: string): boolean => word !== '';

/** What can stand where the caret is: steps, their fields, operators, values, or the next condition. */
export function completeFilter(text: string, caret: number, stages: readonly StageVocabulary[]): Completions {
  const before = [...text.slice(0, caret).matchAll(pieces)].map(([piece]) => piece);
  const isTyping = before.length > 0 && !/[\s=<>()]$/.test(outsideQuotes(text.slice(0, caret)));
  const typed = isTyping ? (before.pop() ?? '') : '';
  const words = wordsAfter(before, typed, stages);
  return { from: caret - typed.length, to: caret, words: matching(words, typed).slice(0, SHOWN) };
}

const pieces = /(?:"[^"]*"?|[^\s"()=!<>])+|!=|<=|>=|[=<>()!]/g;

/** A space inside quotes belongs to its word. */
const outsideQuotes = (text: string): string => text.replace(/"[^"]*"?/g, 'x');

function wordsAfter(before: readonly string[], typed: string, stages: readonly StageVocabulary[]): string[] {
  const [last = '', second = '', third = ''] = before.toReversed();
  if (isOperator(last)) {
    const values = valuesOf(second === 'alone' ? third : second, second === 'alone', stages);
    // What has no value is in no order, and contains nothing.
    return last === '=' || last === '!=' ? values : values.filter((value) => value !== absentWord);
  }
  if (last === '' || /^(and|or|not|\()$/i.test(last)) return namesOf(typed, stages);
  if (isOperator(second) || last === ')') return connectives;
  if (last.endsWith('failed')) return ['alone', '=', ...connectives];
  return isNumberField(last) ? filterOperators.filter((op) => op !== 'contains') : ['=', '!=', 'contains'];
}

const isOperator = (word: string): boolean => (filterOperators as readonly string[]).includes(word);
const isNumberField = (name: string): boolean => numberFields.includes(name.slice(name.lastIndexOf('.') + 1));

/** Once a step is written out, its fields come first. */
function namesOf(typed: string, stages: readonly StageVocabulary[]): string[] {
  const chosen = stages.find(({ word, name }) => [word, name].some((known) => typed.startsWith(`${quoted(known)}.`)));
  const fields = (chosen ? [chosen] : stages).flatMap((stage) =>
    stage.fields.map((field) => `${quoted(stage.word)}.${field}`),
  );
  if (chosen) return fields;
  const prefixes = stages.map(({ word }) => `${quoted(word)}.`);
  return [...(typed === '' ? prefixes : [...prefixes, ...fields]), ...candidateFields, ...anywhere];
}

const anywhere = stageFields.filter((field) => field === 'outcome' || field === 'failed alone');

function valuesOf(name: string, isAlone: boolean, stages: readonly StageVocabulary[]): string[] {
  const field = name.slice(name.lastIndexOf('.') + 1);
  if (field === 'outcome') return [...matrixOutcomes, absentWord];
  if (numberFields.includes(field)) return [absentWord];
  if (field !== 'rule' && field !== 'failed') return [];
  const stage = stages.find(({ word, name: full }) =>
    [word, full].some((known) => name.startsWith(`${quoted(known)}.`)),
  );
  const rules = (stage ? [stage] : stages).flatMap(({ rules: known }) => known);
  return [anyWord, ...new Set(rules.map(quoted)), ...(isAlone ? [] : [absentWord])];
}

function matching(words: readonly string[], typed: string): string[] {
  const lower = typed.toLowerCase();
  const candidates = words.filter((word) => notEmpty(word) && word !== typed);
  const beginning = candidates.filter((word) => word.toLowerCase().startsWith(lower));
  return beginning.length > 0 ? beginning : candidates.filter((word) => word.toLowerCase().includes(lower));
}

/** A name as a condition can carry it. */
export function quoted(name: string): string {
  const isBare = /^[^\s"()=!<>]+$/.test(name) && !/^(and|or|not|contains)$/i.test(name);
  return isBare ? name : `"${name.replaceAll('"', '""')}"`;
}
