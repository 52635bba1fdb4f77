import { inOrder, lastTries, type TrailStep } from './last-tries.js';
import { type Links, linkStages } from './link-stages.js';
import { type Stage, stagesOf, type TrailPart } from './stage.js';

/** How a flow decided, stage by stage; the same whatever the order in which its parts are given. */
export class Trail {
  /** In the order of the flow. */
  readonly stages: readonly Stage[];
  readonly #steps: readonly TrailStep[];
  readonly #from: Links;
  readonly #into = new Map<Stage, Stage[]>();
  readonly #places: ReadonlyMap<Stage, number>;
  readonly #absent = new Map<Stage, Set<number>>();
  readonly #downstream = new Map<Stage, ReadonlySet<Stage>>();
  readonly #upstream = new Map<Stage, ReadonlySet<Stage>>();

  constructor(parts: readonly TrailPart[], steps: readonly TrailStep[]) {
    this.#steps = lastTries(steps);
    this.stages = stagesOf(parts, this.#steps);
    this.#from = linkStages(this.stages, this.#steps);
    this.#places = new Map(this.stages.map((stage, place) => [stage, place]));
    for (const stage of this.stages) this.#into.set(stage, []);
    for (const [stage, from] of this.#from) for (const before of from) this.#into.get(before)?.push(stage);
  }

  /** Whose kept candidates came into this stage. */
  from(stage: Stage): readonly Stage[] {
    return this.#from.get(stage) ?? [];
  }

  /** Into which stages its kept candidates went. */
  into(stage: Stage): readonly Stage[] {
    return this.#into.get(stage) ?? [];
  }

  /** Every stage after this one along `from`, the nearest first. */
  downstream(stage: Stage): Stage[] {
    return [...this.#after(stage)];
  }

  #after(stage: Stage): ReadonlySet<Stage> {
    return reach(stage, this.#into, this.#downstream);
  }

  #before(stage: Stage): ReadonlySet<Stage> {
    return reach(stage, this.#from, this.#upstream);
  }

  /**
   * Whether two stages stand beside each other: both say where they come from, neither leads to the other, and they have a
   * source or an end in common. Times alone do not tell branches from steps that stream into each other.
   */
  areBranches(left: Stage, right: Stage): boolean {
    if (left === right || left.declaration.from === null || right.declaration.from === null) return false;
    const [after, afterRight] = [this.#after(left), this.#after(right)];
    if (after.has(right) || afterRight.has(left)) return false;
    return intersect(after, afterRight) || intersect(this.#before(left), this.#before(right));
  }

  /** The first step after a stage that failed or is still running, so that the trail may end too early. */
  stoppedAt(stage: Stage): TrailStep | undefined {
    const isUnfinished = ({ status }: TrailStep): boolean => status === 'failed' || status === 'running';
    return this.#steps.find((step) => isUnfinished(step) && inOrder(step, stage.steps[0]) > 0);
  }

  /** Whether a candidate of one stage is seen in another: itself, when both name the same kind, or in what was made from it. */
  isSeen(hash: number, { kind }: Stage, other: Stage): boolean {
    return (other.kind === kind && other.present.has(hash)) || other.madeFrom.has(hash);
  }

  /** Whether a candidate of a stage came in: kept before, it or one of those it was made from. */
  cameIn(hash: number, stage: Stage): boolean {
    const sources = stage.sources.get(hash) ?? [];
    return this.from(stage).some(
      (before) =>
        (before.kind === stage.kind && before.isKept(hash)) || sources.some((source) => before.isKept(source)),
    );
  }

  /** Who came into a stage that names only its survivors, and is not there. */
  absent(stage: Stage): ReadonlySet<number> {
    let absent = this.#absent.get(stage);
    if (!absent) this.#absent.set(stage, (absent = this.#findAbsent(stage)));
    return absent;
  }

  #findAbsent(stage: Stage): Set<number> {
    const absent = new Set<number>();
    if (!stage.declaration.isAbsentDropped) return absent;
    for (const before of this.from(stage)) {
      if (before.kind !== stage.kind) continue;
      for (const hash of before.kept()) if (!this.isSeen(hash, before, stage)) absent.add(hash);
    }
    return absent;
  }

  /**
   * Who was kept here and is never seen again, nor dropped by absence. Of parallel stages that kept the same one, only
   * the last misses it. Empty at the end of a trail.
   */
  unseen(stage: Stage): number[] {
    const next = this.into(stage);
    if (next.length === 0 || next.some((other) => isAccounted(stage, other))) return [];
    return [...stage.kept()].filter((hash) => !this.#isSeenLater(hash, stage));
  }

  #isSeenLater(hash: number, stage: Stage): boolean {
    if (this.into(stage).some((other) => this.isSeen(hash, stage, other))) return true;
    for (let place = (this.#places.get(stage) ?? 0) + 1; place < this.stages.length; place++) {
      const other = this.stages[place];
      if (other && this.isSeen(hash, stage, other) && !this.#isDroppedBeside(hash, stage, other)) return true;
    }
    return false;
  }

  /** A branch that dropped a candidate says nothing of what became of it where another one kept it. */
  #isDroppedBeside(hash: number, stage: Stage, other: Stage): boolean {
    return !other.isKept(hash) && !other.madeFrom.has(hash) && this.areBranches(stage, other);
  }

  /** Who is here and did not come in. Empty where a trail begins. */
  appeared(stage: Stage): number[] {
    if (this.from(stage).length === 0) return [];
    return [...stage.present.keys()].filter((hash) => !this.cameIn(hash, stage));
  }
}

/** A stage that names only its survivors accounts for everyone of its kind. */
const isAccounted = (stage: Stage, next: Stage): boolean =>
  next.declaration.isAbsentDropped && next.kind === stage.kind;

/** Every stage that links lead to from this one, the nearest first; found once. */
function reach(stage: Stage, links: Links, known: Map<Stage, ReadonlySet<Stage>>): ReadonlySet<Stage> {
  const reached = known.get(stage);
  if (reached) return reached;
  const found = new Set<Stage>(links.get(stage));
  for (const next of found) for (const further of links.get(next) ?? []) found.add(further);
  found.delete(stage);
  known.set(stage, found);
  return found;
}

function intersect(left: ReadonlySet<Stage>, right: ReadonlySet<Stage>): boolean {
  for (const stage of left) if (right.has(stage)) return true;
  return false;
}
