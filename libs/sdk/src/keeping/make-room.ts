import { overheadBytes } from '../budget/limits.js';
import { memory } from '../budget/memory.js';
import { cutDecision, cutPlain } from './cut.js';
import { fullBudget } from './full-budget.js';
import { holders, sacrifices } from './holders.js';
import type { Sacrifice } from './holders.js';
import type { Observation } from './observation.js';
import type { Shelf } from './shelf.js';

/** Lets go of what matters less than an observation, and of parts of itself, until it fits; why it does not, if it does not. */
export function makeRoom(observation: Observation, shelf: Shelf): string | undefined {
  observation.measure();
  fitAlone(observation, shelf);
  if (isRoomMade(observation, shelf)) return undefined;
  const { flowBytes, memoryBytes } = shelf.budget;
  return shelf.held.bytes + observation.bytes > flowBytes
    ? fullBudget(flowBytes, 'a flow')
    : fullBudget(memoryBytes, 'all flows');
}

function fitAlone(observation: Observation, { budget, watch }: Shelf): void {
  const { observationBytes, flowBytes, memoryBytes } = budget;
  const greatestBytes = Math.min(observationBytes, flowBytes - overheadBytes, memoryBytes - overheadBytes);
  if (observation.bytes - overheadBytes <= greatestBytes) return;
  const why = fullBudget(greatestBytes, 'an observation');
  const options = { watch, greatestBytes, reason: why };
  const { json, decision } = observation;
  const cut = (decision && cutDecision(json, decision, options)) ?? cutPlain(json, options);
  observation.replace(cut.json, cut.decision);
  observation.owner.cut(observation, cut, why);
}

function isRoomMade(observation: Observation, shelf: Shelf): boolean {
  if (!observation.decision) return fits(observation, shelf, ['estimates', 'data']);
  if (fits(observation, shelf, ['estimates', 'data', 'records'])) return true;
  const { flowBytes, memoryBytes } = shelf.budget;
  const isFlowFull = shelf.held.bytes + observation.bytes > flowBytes;
  cut(observation, shelf, isFlowFull ? fullBudget(flowBytes, 'a flow') : fullBudget(memoryBytes, 'all flows'));
  return fits(observation, shelf, sacrifices);
}

function fits({ bytes }: Observation, shelf: Shelf, kinds: readonly Sacrifice[]): boolean {
  const { flowBytes, memoryBytes } = shelf.budget;
  const why = fullBudget(flowBytes, 'a flow');
  for (const kind of kinds) {
    const excess = shelf.held.bytes + bytes - flowBytes;
    if (excess > 0) sacrifice(shelf, kind, { bytes: withSlack(excess, flowBytes), why });
  }
  return shelf.held.bytes + bytes <= flowBytes && isMemoryFreed(bytes, memoryBytes, kinds);
}

/** Lets go of data of these kinds, of the flows that have it longest, until so many bytes fit; whether they do. */
function isMemoryFreed(bytes: number, greatestBytes: number, kinds: readonly Sacrifice[]): boolean {
  const why = fullBudget(greatestBytes, 'all flows');
  for (const kind of kinds) {
    for (const holder of holders[kind]) {
      const excess = memory.used + bytes - greatestBytes;
      if (excess <= 0) return true;
      const asked = withSlack(excess, greatestBytes);
      const shelf = holder.deref();
      // Who could not give all that was asked has nothing more.
      if (!shelf || sacrifice(shelf, kind, { bytes: asked, why }) < asked) holders[kind].delete(holder);
    }
  }
  return memory.used + bytes <= greatestBytes;
}

/** Lets go of so many bytes of one kind, or of all that there are; how many it were. `why` is said of what did not stay. */
function sacrifice(shelf: Shelf, kind: Sacrifice, { bytes, why }: { bytes: number; why: string }): number {
  const queue = shelf.open[kind];
  let freed = 0;
  let at = 0;
  for (; at < queue.length && freed < bytes; at++) {
    const observation = queue[at];
    if (!observation || observation.isGone) continue;
    freed += letGo[kind](observation, shelf, why);
  }
  queue.splice(0, at);
  return freed;
}

/** What each makes free. */
const letGo: Record<Sacrifice, (observation: Observation, shelf: Shelf, why: string) => number> = {
  estimates: (observation, { held }) => {
    const freed = observation.measure();
    memory.giveBack(held, freed);
    return freed;
  },
  data: dropWhole,
  records: cutRecords,
  decisions: dropWhole,
};

/** Only what matters stays. */
function cutRecords(observation: Observation, shelf: Shelf, why: string): number {
  const before = observation.bytes;
  cut(observation, shelf, why);
  const freed = before - observation.bytes;
  memory.giveBack(shelf.held, freed);
  shelf.offer('decisions', observation);
  return freed;
}

function cut(observation: Observation, { watch }: Shelf, why: string): void {
  const { json, decision } = observation;
  if (observation.isNotable || !decision) return;
  observation.isNotable = true;
  const cut = cutDecision(json, decision, { watch, reason: why });
  if (!cut) return;
  observation.replace(cut.json, cut.decision);
  observation.owner.cut(observation, cut, why);
}

function dropWhole(observation: Observation, { held }: Shelf, why: string): number {
  const freed = observation.bytes;
  memory.giveBack(held, freed);
  observation.leave();
  observation.owner.dropped(observation, why);
  return freed;
}

/** A little more than is needed at once, so that not every capture has to make room. */
function withSlack(excess: number, greatestBytes: number): number {
  return excess + greatestBytes / 64;
}
