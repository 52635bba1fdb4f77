import type { ObservationRole } from '@flow-trail/contracts';
import { isSmall } from '../recording/is-small.js';
import type { FlowKeeper } from '../keeping/flow-keeper.js';
import type { StepKeeper } from '../keeping/step-keeper.js';
import { snapshot } from '../recording/snapshot.js';
import type { Warnings } from '../recording/warnings.js';
import type { Portion, StepPortion } from './portion.js';
import { printFlow, printNotes, printObservation, printStep } from './print.js';

/** Takes what was not sent yet: all, or only what is known of the flow and of the steps that have ended. */
export function takePortion(source: FlowKeeper, everything: boolean): Portion {
  const { head, steps, recorder, shelf } = source;
  if (everything) place(source, ['input', 'config', 'output']);
  else if (steps.length > 0) place(source, ['input', 'config']);
  const portions = steps.flatMap((step) => takeStep(step, everything, recorder.warnings) ?? []);
  const held = portions.flatMap((portion) => portion.held);
  const giveBack = shelf.handOver(held);
  const facts = head.take();
  return {
    print: (sha256) => printFlow(source.settings, facts, sha256),
    steps: portions,
    accepted: () => {
      giveBack();
      recorder.tally.left('accepted', held.length);
    },
  };
}

function takeStep(step: StepKeeper, everything: boolean, warnings: Warnings): StepPortion | undefined {
  const facts = step.take(everything);
  if (!facts) return undefined;
  const { held, notes, name } = facts;
  for (const { observation, recorded, total, reason } of notes?.dropped ?? [])
    warnings.add(`"${name}/${observation}": recorded ${recorded} of ${total} captures; ${reason}.`);
  return {
    print: (sha256) => printStep(facts, sha256),
    reference: snapshot(step.reference).json,
    observations: [...held.map(printObservation), ...(notes ? [printNotes(notes)] : [])],
    held,
  };
}

/** What is too large to describe the flow becomes an observation of its first or, for the output, last step. */
function place(flow: FlowKeeper, roles: readonly ObservationRole[]): void {
  const { head, steps } = flow;
  for (const role of roles) {
    const value = head.values.get(role);
    if (typeof value !== 'string' || isSmall(value)) continue;
    const step = steps.at(role === 'output' ? -1 : 0) ?? flow.addOwnStep();
    head.values.set(role, step.describe(role, value));
  }
}
