import type { Stage } from './stage.js';
import { inOrder, placeOfStep, type TrailStep } from './last-tries.js';

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

class Linker {
  readonly links = new Map<Stage, readonly Stage[]>();
  readonly #stepOf: ReadonlyMap<string, TrailStep>;

  constructor(
    private readonly stages: readonly Stage[],
    steps: readonly TrailStep[],
  ) {
    this.#stepOf = new Map(steps.map((step) => [placeOfStep(step), step]));
  }

  link(stage: Stage): void {
    const named = new Set(stage.parts.flatMap(({ declaration }) => declaration.from ?? []));
    const declared = this.stages.filter((other) => other !== stage && isNamed(other, named));
    this.links.set(stage, named.size > 0 ? declared : this.#default(stage));
  }

  #default(stage: Stage): Stage[] {
    const before = [...this.links.keys()].flatMap((other) => this.#predecessor(other, stage) ?? []);
    const depth = Math.max(...before.map((predecessor) => predecessor.depth));
    const near = before.filter((predecessor) => predecessor.depth === depth);
    const last = near.at(-1);
    if (!last) return [];
    const open = near.filter((one) => one !== last && this.#isOpen(one.stage) && this.#goesWith(one, last));
    const from = this.#isOpen(last.stage) || open.length === 0 ? [...open, last] : open;
    const united = from.map((predecessor) => predecessor.stage);
    return isAnotherSource(stage, united) ? [] : united;
  }

  #predecessor(stage: Stage, later: Stage): Predecessor | null {
    if (stage.kind !== later.kind && !later.declaration.sources) return null;
    const [path, laterPath] = [this.#pathTo(stage.steps[0]), this.#pathTo(later.steps[0])];
    let depth = 0;
    while (depth < path.length && path[depth] === laterPath[depth]) depth++;
    const [branch, laterBranch] = [path[depth], laterPath[depth]];
    if (!branch)
      return isInput(stage) && !(isInput(later) && !laterBranch) ? { stage, branch: stage.steps[0], depth } : null;
    const isBefore = laterBranch && inOrder(branch, laterBranch) < 0 && !overlap(branch, laterBranch);
    return isBefore ? { stage, branch, depth } : null;
  }

  /** Parallel to the last one, under the same branch of it, or a second source beside a source. */
  #goesWith(one: Predecessor, last: Predecessor): boolean {
    if (one.branch === last.branch || overlap(one.branch, last.branch)) return true;
    const [from, lastFrom] = [this.links.get(one.stage) ?? [], this.links.get(last.stage) ?? []];
    return from.length === lastFrom.length && from.every((stage) => lastFrom.includes(stage));
  }

  /** Nobody took its candidates on so far. */
  #isOpen(stage: Stage): boolean {
    return ![...this.links.values()].some((from) => from.includes(stage));
  }

  /** From the outermost step to this one. */
  #pathTo(step: TrailStep): TrailStep[] {
    const path = [step];
    for (let at = step; at.parent && path.length < 100;) {
      const parent = this.#stepOf.get(placeOfStep(at.parent));
      if (!parent || path.includes(parent)) break;
      path.unshift(parent);
      at = parent;
    }
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
