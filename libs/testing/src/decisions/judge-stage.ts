import type { Json, JsonObject, Outcome } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import type { Candidate, PlannedRecord, Stage } from './stage.js';
import { kept } from './stage.js';

interface Writing {
  outcome: Field;
  reason: Field;
  /** Outcomes in the pipeline's own words. */
  words: { [outcome in Outcome]: Json };
  isBoolean: boolean;
}

const ownWords = [
  { kept: 'approve', dropped: 'decline', error: 'crash', skipped: 'later' },
  { kept: 'yes', dropped: 'no', error: 'n/a', skipped: 'budget' },
  { kept: 'kept', dropped: 'dropped', error: 'error', skipped: 'skipped' },
  // As treacherous as a program's own words can be.
  { kept: 'dropped', dropped: 'kept', error: 'constructor', skipped: '__proto__' },
];

/** A judge who says of each candidate what became of it, mostly with a reason. */
export function judgeStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const own = random.pick(ownWords);
  const isBoolean = random.chance(0.3);
  const words = isBoolean ? { ...own, kept: true, dropped: false } : own;
  const writing: Writing = { outcome: fieldFor(random, 'outcome'), reason: fieldFor(random, 'why'), words, isBoolean };
  const isCanonical = own.kept === 'kept';
  const outcomes = Object.fromEntries(
    (['kept', 'dropped', 'error', 'skipped'] as const).map((outcome) => [own[outcome], outcome]),
  );
  return {
    declares: { outcome: writing.outcome.path, reason: writing.reason.path, ...(!isCanonical && { outcomes }) },
    combine: 'all',
    records: incoming.map((candidate) => planRecord(random, writing, candidate)),
    absent: [],
  };
}

function planRecord(random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const fates: ((random: SeededRandom, writing: Writing, candidate: Candidate) => PlannedRecord)[] = [
    judgedKept,
    judgedKept,
    judgedKept,
    judgedKept,
    explained,
    explained,
    explained,
    errored,
    skipped,
    unexplained,
  ];
  return random.pick(fates)(random, writing, candidate);
}

function said({ outcome, words }: Writing, word: Outcome): JsonObject {
  const body: JsonObject = {};
  put(body, outcome, words[word]);
  return body;
}

function judgedKept(random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const body = said(writing, 'kept');
  if (random.chance(0.5)) put(body, writing.reason, 'fits');
  return kept(candidate, body);
}

function explained(random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const body = said(writing, 'dropped');
  const reason = `relevance ${random.int(1, 59)} < 60`;
  put(body, writing.reason, reason);
  const ending = { verdict: 'dropped-with-reason' as const, reason };
  return { candidate, countedAs: 'dropped', ending, rules: {}, body, onlyReason: writing.reason };
}

function errored(_random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const body = said(writing, 'error');
  put(body, writing.reason, 'timed out');
  return { candidate, countedAs: 'error', ending: { verdict: 'errored', reason: 'timed out' }, rules: {}, body };
}

function skipped(_random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const body = said(writing, 'skipped');
  put(body, writing.reason, 'budget');
  return { candidate, countedAs: 'skipped', ending: { verdict: 'skipped', reason: 'budget' }, rules: {}, body };
}

/** Dropped without a reason, no outcome at all, or a word that nobody translated. */
function unexplained(random: SeededRandom, writing: Writing, candidate: Candidate): PlannedRecord {
  const body = said(writing, 'dropped');
  const form = random.int(1, 3);
  if (form === 1) put(body, writing.outcome, null);
  if (form === 2) put(body, writing.outcome, 'perhaps');
  if (form === 3 && random.chance(0.5)) put(body, writing.reason, random.pick([null, '']));
  return { candidate, countedAs: 'unexplained', ending: { verdict: 'unexplained' }, rules: {}, body };
}
