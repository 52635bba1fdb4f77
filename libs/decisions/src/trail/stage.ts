import type { DecisionDeclaration, ObservationRole, StepReference } from '@flow-trail/contracts';
import { type CompiledDeclaration, compileDeclaration } from '../reading/compile-declaration.js';
import { type CountedOutcome, countedOutcomes } from '../reading/read-record.js';
import type { Segment } from '../segment/segment.js';
import type { DecisionSummary } from '../summary/decision-summary.js';
import { compareTexts, inOrder, placeOfStep, type TrailStep } from './last-tries.js';

/** One observation with decisions. */
export interface TrailPart {
  /** Of the observation. */
  id: string;
  step: StepReference;
  name: string;
  version: number;
  role: ObservationRole | null;
  declaration: DecisionDeclaration;
  summary: DecisionSummary;
  segment: Segment;
}

/** A place where a flow decided: all iterations of one observation of one step, last tries only. */
export class Stage {
  /** As `from` names it: `step/observation`. */
  readonly name: string;
  readonly kind: string;
  readonly declaration: CompiledDeclaration;
  /** Candidates by their hash, with the best that became of them: kept once is kept. */
  readonly present = new Map<number, number>();
  /** Hashes of sources → of the candidates that were made from them. */
  readonly madeFrom = new Map<number, number[]>();
  /** The opposite: candidates → sources. */
  readonly sources = new Map<number, readonly number[]>();
  #places: ReadonlyMap<number, RecordPlace[]> | undefined;

  constructor(
    readonly parts: readonly TrailPart[],
    /** Its steps, in the order of the flow; at least one. */
    readonly steps: readonly [TrailStep, ...TrailStep[]],
  ) {
    const [first] = parts as readonly [TrailPart];
    this.name = stageName(first);
    this.kind = first.summary.kind;
    this.declaration = compileDeclaration(first.declaration);
    for (const { segment } of parts) this.#add(segment);
  }

  outcomeOf(hash: number): CountedOutcome | null {
    return countedOutcomes[this.present.get(hash) ?? -1] ?? null;
  }

  isKept(hash: number): boolean {
    return this.present.get(hash) === KEPT;
  }

  *kept(): Generator<number> {
    for (const [hash, outcome] of this.present) if (outcome === KEPT) yield hash;
  }

  /** The records that name a candidate, in the order of the records. */
  placesOf(hash: number): readonly RecordPlace[] {
    this.#places ??= placesByHash(this.parts);
    return this.#places.get(hash) ?? [];
  }

  /** How many records are missing here, though the data says that they were there. */
  get notRecorded(): number {
    return this.parts.reduce((sum, { summary }) => sum + summary.notRecorded, 0);
  }

  #add({ hashes, outcomes, sources }: Segment): void {
    hashes.forEach((hash, index) => {
      if (hash === 0) return;
      const outcome = outcomes[index] ?? 0;
      this.present.set(hash, Math.min(outcome, this.present.get(hash) ?? outcome));
    });
    for (const [index, ids] of sources) this.#addSources(hashes[index] ?? 0, ids);
  }

  #addSources(hash: number, ids: readonly number[]): void {
    if (hash === 0) return;
    this.sources.set(hash, [...(this.sources.get(hash) ?? []), ...ids]);
    for (const id of ids) {
      const made = this.madeFrom.get(id);
      if (made) made.push(hash);
      else this.madeFrom.set(id, [hash]);
    }
  }
}

/** A record of one of a stage's parts. */
export interface RecordPlace {
  part: TrailPart;
  index: number;
}

function placesByHash(parts: readonly TrailPart[]): Map<number, RecordPlace[]> {
  const places = new Map<number, RecordPlace[]>();
  for (const part of parts) {
    part.segment.hashes.forEach((hash, index) => {
      const known = places.get(hash);
      if (known) known.push({ part, index });
      else if (hash !== 0) places.set(hash, [{ part, index }]);
    });
  }
  return places;
}

const KEPT = countedOutcomes.indexOf('kept');

/**
 * The stages of a flow in its order. Of an observation the last version counts; bodies that share a version are
 * united, as iterations are.
 */
export function stagesOf(parts: readonly TrailPart[], steps: readonly TrailStep[]): Stage[] {
  const stepOf = new Map(steps.map((step) => [placeOfStep(step), step]));
  const groups = new Map<string, TrailPart[]>();
  for (const part of parts) {
    const step = stepOf.get(placeOfStep(part.step));
    if (step?.version !== (part.step.version ?? 1)) continue;
    const group = groups.get(stageName(part));
    if (group) group.push(part);
    else groups.set(stageName(part), [part]);
  }
  return [...groups.values()].map((group) => newStage(group, stepOf)).sort(compareStages);
}

function newStage(group: readonly TrailPart[], stepOf: ReadonlyMap<string, TrailStep>): Stage {
  const lastVersions = new Map<string, number>();
  for (const { step, version } of group) {
    lastVersions.set(placeOfStep(step), Math.max(version, lastVersions.get(placeOfStep(step)) ?? version));
  }
  const parts = group.filter(({ step, version }) => version === lastVersions.get(placeOfStep(step)));
  const steps = [...lastVersions.keys()].map((place) => stepOf.get(place) as TrailStep).sort(inOrder);
  return new Stage(parts.sort(compareParts), steps as [TrailStep, ...TrailStep[]]);
}

const compareParts = (left: TrailPart, right: TrailPart): number =>
  (left.step.iteration ?? 1) - (right.step.iteration ?? 1) || compareTexts(left.id, right.id);

/** What goes into a step comes before what it makes of it. */
function compareStages(left: Stage, right: Stage): number {
  return inOrder(left.steps[0], right.steps[0]) || roleOf(left) - roleOf(right) || compareTexts(left.name, right.name);
}

const roles: readonly (ObservationRole | null)[] = ['input', 'config', null, 'output'];
const roleOf = ({ parts }: Stage): number => roles.indexOf(parts[0]?.role ?? null);

const stageName = ({ step, name }: TrailPart): string => `${step.name}/${name}`;
