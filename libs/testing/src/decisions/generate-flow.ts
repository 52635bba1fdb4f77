import type { Push } from '@flow-trail/contracts';
import type { Decision } from './decision.js';
import { countTruth } from './decision.js';
import { remove } from './fields.js';
import type { Plan } from './plan-flow.js';
import { planFlow } from './plan-flow.js';
import type { PlannedRecord } from './stage.js';
import type { FlowTruth } from './truth.js';
import { inParts, isLastTry, writePush } from './write-push.js';

/** A flow of which everything is known. */
export interface KnownFlow {
  seed: number;
  push: Push;
  /** The same flow in parts, to be sent in any order. */
  parts: Push[];
  truth: FlowTruth;
}

/** Decides first what is true, then writes records that say it in one of the ways that a declaration allows. */
export const knownFlow = (seed: number): KnownFlow => written(seed, planFlow(seed));

/**
 * The same flow, less the reason of one record that had nothing else to explain it: one record more is unexplained, one less is dropped,
 * and all else is as it was. Null when the flow has no such record.
 */
export function knownFlowLessOneReason(seed: number): KnownFlow | null {
  const plan = planFlow(seed);
  for (const decision of plan.decisions.filter((each) => isLastTry(each, plan.decisions))) {
    const record = decision.stage.records.find((each) => each.onlyReason && isAlone(each, decision));
    const truth = plan.truths.find(({ id, step }) => id === record?.candidate.id && step === decision.step);
    if (!record?.onlyReason || !truth) continue;
    remove(record.body, record.onlyReason);
    Object.assign(record, { countedAs: 'unexplained', ending: { verdict: 'unexplained' } });
    Object.assign(truth, { verdict: 'unexplained', reason: undefined });
    return written(seed, plan);
  }
  return null;
}

const isAlone = ({ candidate }: PlannedRecord, { stage }: Decision): boolean =>
  stage.records.filter((other) => other.candidate === candidate).length === 1;

function written(seed: number, plan: Plan): KnownFlow {
  const push = writePush(seed, plan);
  const vanished = plan.truths.filter(({ verdict }) => verdict === 'vanished').length;
  const observations = plan.decisions.map(countTruth);
  const truth = { observations, candidates: plan.truths, vanished, appeared: plan.appeared };
  return { seed, push, parts: inParts(push), truth };
}
