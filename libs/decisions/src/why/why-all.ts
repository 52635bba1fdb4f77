import type { CandidateKey } from '../reading/candidate-id.js';
import type { Trail } from '../trail/trail.js';
import type { WhyAnswer } from './answer.js';
import type { Finding } from './find-candidate.js';
import { why } from './why.js';

/** Records by observation id and candidate, from `findAllInText`. */
export type AllFindings = ReadonlyMap<string, ReadonlyMap<CandidateKey, readonly Finding[]>>;

/**
 * What became of each candidate and why, in the order in which the flow first named them. Those whose records are not
 * given have no name and are left out.
 */
export function* whyAll(trail: Trail, findings: AllFindings): Generator<WhyAnswer> {
  const told = new Set<string>();
  for (const stage of trail.stages) {
    for (const { id } of stage.parts) {
      for (const key of findings.get(id)?.keys() ?? []) {
        const identity = JSON.stringify([stage.kind, key]);
        if (told.has(identity)) continue;
        told.add(identity);
        yield why(trail, { kind: stage.kind, key }, about(key, findings));
      }
    }
  }
}

function about(key: CandidateKey, findings: AllFindings): Map<string, readonly Finding[]> {
  const found = new Map<string, readonly Finding[]>();
  for (const [id, byKey] of findings) {
    const own = byKey.get(key);
    if (own) found.set(id, own);
  }
  return found;
}
