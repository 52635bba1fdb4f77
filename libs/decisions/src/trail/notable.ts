import type { CandidateKey } from '../reading/candidate-id.js';
import type { Sample, SampleRole } from '../summary/sample.js';
import type { Trail } from './trail.js';

/** A candidate of a flow that is worth a row of its own, for questions across flows. */
export interface NotableCandidate extends Omit<Sample, 'index'> {
  kind: string;
  /** Where: the stage, the observation, and the record in it. */
  stage: string;
  observationId: string;
  index: number;
}

const MOST = 50;
/** How many of each role at most, the dearest first; what one leaves free the later ones may take. */
const shares: readonly [SampleRole, number][] = [
  ['watched', MOST],
  ['winner', 15],
  ['near-miss', 15],
  ['error', 10],
  ['runner-up', 10],
];

/** Winners are those of the last stages; of the rest, the later stages come first. Each candidate has one role. */
export function notableCandidates(trail: Trail): NotableCandidate[] {
  const found = candidatesOf(trail);
  const taken = new Map<string, NotableCandidate>();
  for (const [role, share] of shares) {
    let left = Math.min(share, MOST - taken.size);
    for (const candidate of found) {
      const id = identityOf(candidate);
      if (candidate.role !== role || left === 0 || taken.has(id)) continue;
      taken.set(id, candidate);
      left--;
    }
  }
  return [...taken.values()];
}

function candidatesOf(trail: Trail): NotableCandidate[] {
  const stages = [...trail.stages].reverse();
  return stages.flatMap((stage) => {
    const isLast = trail.into(stage).length === 0;
    return stage.parts.flatMap(({ id, summary }) =>
      summary.samples
        .filter(({ role }) => role !== 'winner' || isLast)
        .map((sample) => ({ ...sample, kind: stage.kind, stage: stage.name, observationId: id })),
    );
  });
}

const identityOf = ({ kind, key }: { kind: string; key: CandidateKey }): string => JSON.stringify([kind, key]);
