import type { Push } from '@flow-trail/contracts';
import { countTruth } from './decision.js';
import { planFlow } from './plan-flow.js';
import type { FlowTruth } from './truth.js';
import { inParts, writePush } from './write-push.js';

/** A flow of which everything is known. */
export interface KnownFlow {
  seed: number;
  push: Push;
  /** The same flow in parts, to be sent in any order. */
  parts: Push[];
  truth: FlowTruth;
}

/** Decides first what is true, then writes records that say it in one of the ways that a declaration allows. */
export function knownFlow(seed: number): KnownFlow {
  const plan = planFlow(seed);
  const push = writePush(seed, plan);
  const vanished = plan.truths.filter(({ verdict }) => verdict === 'vanished').length;
  const truth = {
    observations: plan.decisions.map(countTruth),
    candidates: plan.truths,
    vanished,
    appeared: plan.appeared,
  };
  return { seed, push, parts: inParts(push), truth };
}
