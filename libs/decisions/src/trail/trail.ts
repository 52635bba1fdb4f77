import { lastTries, type TrailStep } from './last-tries.js';
import { type Links, linkStages } from './link-stages.js';
import { type Stage, stagesOf, type TrailPart } from './stage.js';

/** How a flow decided, stage by stage; the same whatever the order in which its parts are given. */
export class Trail {
  /** In the order of the flow. */
  readonly stages: readonly Stage[];
  readonly #links: Links;

  constructor(parts: readonly TrailPart[], steps: readonly TrailStep[]) {
    const tries = lastTries(steps);
    this.stages = stagesOf(parts, tries);
    this.#links = linkStages(this.stages, tries);
  }

  /** Whose kept candidates came into this stage. */
  from(stage: Stage): readonly Stage[] {
    return this.#links.get(stage) ?? [];
  }

  /** Into which stages its kept candidates went. */
  into(stage: Stage): Stage[] {
    return this.stages.filter((other) => this.from(other).includes(stage));
  }

  /** Every stage after this one along `from`. */
  downstream(stage: Stage): Stage[] {
    const found = new Set<Stage>();
    const waiting = this.into(stage);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (next === stage || found.has(next)) continue;
      found.add(next);
      waiting.push(...this.into(next));
    }
    return this.stages.filter((other) => found.has(other));
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
  absent(stage: Stage): Set<number> {
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
    const downstream = this.downstream(stage);
    if (downstream.length === 0 || this.into(stage).some((next) => isAccounted(stage, next))) return [];
    const later = new Set([...downstream, ...this.stages.slice(this.stages.indexOf(stage) + 1)]);
    return [...stage.kept()].filter((hash) => ![...later].some((other) => this.isSeen(hash, stage, other)));
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
