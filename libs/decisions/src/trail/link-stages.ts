import type { Stage } from './stage.js';
import { DEPTH, inOrder, placeOfStep, type TrailStep } from './last-tries.js';

/** From which stages the candidates of each stage came in. */
export type Links = ReadonlyMap<Stage, readonly Stage[]>;

/**
 * Follows `from` where it is declared. Where it is not, candidates come from the last decision of their kind before,
 * under the same parent or else the nearest one above; of parallel branches, from all of them.
 */
export function linkStages(stages: readonly Stage[], steps: readonly TrailStep[]): Links {
  const linker = new Linker(stages, steps);
  for (const stage of stages) linker.link(stage);
  return linker.links;
}

/** A stage that came before another, seen from the parent that both share. */
interface Predecessor {
  stage: Stage;
  /** The child of that parent that the predecessor is, or is under. */
  branch: TrailStep;
  /** How deep that parent lies: the deeper, the nearer. */
  depth: number;
}

/** Stages that are looked at for where candidates came from: a flow of 10,000 steps must not take the square of that. */
const LOOK_BACK = 500;

class Linker {
  readonly links = new Map<Stage, readonly Stage[]>();
  readonly #stepOf: ReadonlyMap<string, TrailStep>;
  readonly #paths = new Map<TrailStep, readonly TrailStep[]>();
  readonly #linked: Stage[] = [];
  /** Stages whose candidates another one took on. */
  readonly #continued = new Set<Stage>();

  constructor(
    private readonly stages: readonly Stage[],
    steps: readonly TrailStep[],
  ) {
    this.#stepOf = new Map(steps.map((step) => [placeOfStep(step), step]));
  }

  link(stage: Stage): void {
    const named = new Set(
      stage.parts.map(({ declaration }) => declaration.from).filter((from) => typeof from === 'string'),
    );
    const declared = named.size > 0 ? this.stages.filter((other) => other !== stage && isNamed(other, named)) : [];
    const from = named.size > 0 ? declared : this.#default(stage);
    this.links.set(stage, from);
    this.#linked.push(stage);
    for (const before of from) this.#continued.add(before);
  }

  #default(stage: Stage): Stage[] {
    const near = this.#nearest(stage);
    const last = near.at(-1);
    if (!last) return [];
    const open = near.filter((one) => one !== last && this.#isOpen(one.stage) && this.#goesWith(one, last));
    const from = this.#isOpen(last.stage) || open.length === 0 ? [...open, last] : open;
    const united = from.map((predecessor) => predecessor.stage);
    return isAnotherSource(stage, united) ? [] : united;
  }

  /** In the order of the flow. Of another kind only where candidates are made from others, and none of their own came before. */
  #nearest(stage: Stage): Predecessor[] {
    const before = this.#linked.slice(-LOOK_BACK);
    const ofKind = this.#nearestOf(
      before.filter(({ kind }) => kind === stage.kind),
      stage,
    );
    return ofKind.length > 0 || !stage.declaration.sources ? ofKind : this.#nearestOf(before, stage);
  }

  #nearestOf(before: readonly Stage[], stage: Stage): Predecessor[] {
    const predecessors = before.flatMap((other) => this.#predecessor(other, stage) ?? []);
    const depth = predecessors.reduce((deepest, one) => Math.max(deepest, one.depth), 0);
    return predecessors.filter((one) => one.depth === depth);
  }

  #predecessor(stage: Stage, later: Stage): Predecessor | null {
    const [path, laterPath] = [this.#pathTo(stage.steps[0]), this.#pathTo(later.steps[0])];
    let depth = 0;
    while (depth < path.length && path[depth] === laterPath[depth]) depth++;
    const [branch, laterBranch] = [path[depth], laterPath[depth]];
    if (!branch)
      return isInput(stage) && (laterBranch || !isInput(later)) ? { stage, branch: stage.steps[0], depth } : null;
    const isBefore = laterBranch && inOrder(branch, laterBranch) < 0 && !overlap(branch, laterBranch);
    return isBefore ? { stage, branch, depth } : null;
  }

  /** Parallel to the last one, under the same branch of it, or a second source beside a source. */
  #goesWith(one: Predecessor, last: Predecessor): boolean {
    if (one.branch === last.branch || overlap(one.branch, last.branch)) return true;
    const [from, lastFrom] = [this.links.get(one.stage) ?? [], this.links.get(last.stage) ?? []];
    return from.length === lastFrom.length && from.every((stage) => lastFrom.includes(stage));
  }

  #isOpen(stage: Stage): boolean {
    return !this.#continued.has(stage);
  }

  /** From the outermost step to this one. */
  #pathTo(step: TrailStep): readonly TrailStep[] {
    const known = this.#paths.get(step);
    if (known) return known;
    const path = [step];
    for (let at = step; at.parent && path.length < DEPTH;) {
      const parent = this.#stepOf.get(placeOfStep(at.parent));
      if (!parent || path.includes(parent)) break;
      path.unshift(parent);
      at = parent;
    }
    this.#paths.set(step, path);
    return path;
  }
}

const isNamed = ({ name, steps }: Stage, names: ReadonlySet<string>): boolean =>
  names.has(name) || names.has(steps[0].name);

const isInput = ({ parts }: Stage): boolean => parts.every(({ role }) => role === 'input');

/** A list most of whose candidates are new is no selection from what came before, but a second search. */
function isAnotherSource(stage: Stage, from: readonly Stage[]): boolean {
  if (!stage.declaration.isListing || stage.declaration.isAbsentDropped || stage.declaration.sources) return false;
  let known = 0;
  for (const hash of stage.present.keys()) if (from.some((other) => other.isKept(hash))) known++;
  return known * 2 < stage.present.size;
}

/** Whether two steps ran at the same time. Steps that were all left open until one end say nothing of that. */
function overlap(left: TrailStep, right: TrailStep): boolean {
  if (!left.finishedAt || !right.finishedAt) return false;
  const [leftStart, rightStart] = [startOf(left), startOf(right)];
  if (left.finishedAt === right.finishedAt && leftStart !== rightStart) return false;
  return leftStart < Date.parse(right.finishedAt) && rightStart < Date.parse(left.finishedAt);
}

const startOf = ({ startedAt, createdAt }: TrailStep): number => Date.parse(startedAt ?? createdAt);
