import type { DecisionDeclaration, Json, JsonObject, PushedObservation } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import type { Candidate, PlannedRecord, Stage } from './stage.js';
import type { ObservationTruth, RuleCounts } from './truth.js';

/** Where the id, the label and the kind of a flow's candidates are declared. */
export interface Identity {
  fields: Field[];
  label: Field;
  kind: string | null;
}

/** Where a decision stands in its flow. */
export interface Place {
  step: string;
  version: number;
  iteration: number;
  observation: string;
}

export interface Decision extends Place {
  stage: Stage;
  /** As `step/observation`; null leaves it to the default. */
  from: string | null;
  /** Records that were there and are not recorded. */
  notRecorded: number;
  identity: Identity;
  /** The step that its step is under. */
  parent: string | null;
  /** Ran at the same time as the decision before it. */
  isParallel: boolean;
}

export function identityFor(random: SeededRandom, isPair: boolean): Identity {
  const names = isPair ? ['query id', 'item id'] : ['id'];
  return {
    fields: names.map((name) => fieldFor(random, name)),
    label: fieldFor(random, 'title'),
    kind: random.pick([null, 'film']),
  };
}

/** The observation as a program would send it. */
export function writeObservation(random: SeededRandom, decision: Decision): PushedObservation {
  const { stage, identity, observation, notRecorded } = decision;
  const records = stage.records.map((record) => writeRecord(identity, record));
  const wrapping = notRecorded > 0 || random.chance(0.3) ? fieldFor(random, 'candidates') : null;
  const total = notRecorded > 0 ? fieldFor(random, 'total results') : null;
  const data: Json = wrapping ? wrap(wrapping, records, total, records.length + notRecorded) : records;
  const declaration: DecisionDeclaration = {
    ...declareIdentity(identity),
    ...(wrapping && { records: wrapping.path }),
    ...(total && { total: total.path }),
    ...stage.declares,
    ...(decision.from !== null && { from: decision.from }),
  };
  return { name: observation, version: 1, data, decision: declaration };
}

function declareIdentity({ fields, label, kind }: Identity): Pick<DecisionDeclaration, 'candidate' | 'label' | 'kind'> {
  const paths = fields.map(({ path }) => path);
  const [only] = paths;
  return {
    candidate: paths.length === 1 && only !== undefined ? only : paths,
    label: label.path,
    ...(kind !== null && { kind }),
  };
}

function writeRecord({ fields, label }: Identity, { candidate, body }: PlannedRecord): JsonObject {
  const record = structuredClone(body);
  const ids = Array.isArray(candidate.id) ? candidate.id : [candidate.id];
  for (const [index, field] of fields.entries()) put(record, field, ids[index] ?? null);
  put(record, label, candidate.label);
  return record;
}

function wrap(wrapping: Field, records: JsonObject[], total: Field | null, count: number): JsonObject {
  const data: JsonObject = { took: 12 };
  put(data, wrapping, records);
  if (total) put(data, total, count);
  return data;
}

/** What is true of the observation, counted from what was planned. */
export function countTruth({ stage, step, version, iteration, observation, notRecorded }: Decision): ObservationTruth {
  const { records } = stage;
  const counted = (as: PlannedRecord['countedAs']): number =>
    records.filter(({ countedAs }) => countedAs === as).length;
  const declared = Object.keys(stage.declares.rules ?? {});
  const rules = [...new Set([...declared, ...records.flatMap((record) => Object.keys(record.rules))])];
  return {
    step,
    version,
    iteration,
    observation,
    in: records.length,
    kept: counted('kept'),
    dropped: counted('dropped'),
    error: counted('error'),
    skipped: counted('skipped'),
    unexplained: counted('unexplained'),
    notRecorded,
    rules: Object.fromEntries(rules.map((rule) => [rule, countRule(stage, rule)])),
  };
}

function countRule({ records, combine }: Stage, rule: string): RuleCounts {
  const failed = records.filter(({ rules }) => rules[rule] === 'failed');
  const dropped = failed.filter(({ countedAs }) => countedAs === 'dropped');
  const first = dropped.filter(({ rules }) => Object.keys(rules).find((name) => rules[name] === 'failed') === rule);
  return {
    failed: failed.length,
    failedFirst: first.length,
    failedAlone: dropped.filter((record) => wouldSurvive(record, rule, combine)).length,
  };
}

/** Whether it would have survived, had this rule passed; what was not evaluated does not speak for it, what is missing not against it. */
function wouldSurvive({ rules }: PlannedRecord, rule: string, combine: Stage['combine']): boolean {
  const truths = Object.values({ ...rules, [rule]: 'passed' }).filter((truth) => truth !== 'missing');
  const passed = truths.filter((truth) => truth === 'passed').length;
  if (combine === 'all') return passed === truths.length;
  return passed >= (combine === 'any' ? 1 : combine.atLeast);
}

export const keptOf = ({ stage }: Decision): Candidate[] => {
  const kept = stage.records.filter(({ countedAs }) => countedAs === 'kept').map(({ candidate }) => candidate);
  return [...new Set(kept)];
};
