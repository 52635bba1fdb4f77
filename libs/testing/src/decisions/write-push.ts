import type { Push, PushedStep } from '@flow-trail/contracts';
import type { Decision } from './decision.js';
import { writeObservation } from './decision.js';
import type { Plan } from './plan-flow.js';

const start = Date.parse('2026-11-01T12:00:00.000Z');
const at = (second: number): string => new Date(start + second * 1000).toISOString();

/** The flow as one push; parallel branches run at the same time, nested steps within the time of their parent. */
export function writePush(seed: number, { random, decisions }: Plan): Push {
  const steps: PushedStep[] = [];
  let second = 0;
  for (const [index, decision] of decisions.entries()) {
    const { parent, isParallel } = decision;
    if (!isParallel) second += 10;
    if (parent !== null && decisions[index - 1]?.parent !== parent) {
      const turns = decisions.filter((other) => other.parent === parent && !other.isParallel).length;
      steps.push(writeStep({ name: parent, position: steps.length, from: second - 1, to: second + turns * 10 - 2 }));
    }
    steps.push({
      ...writeStep({ name: decision.step, position: steps.length, from: second, to: second + 5 + Number(isParallel) }),
      ...attributesOf(decision, decisions),
      observations: [writeObservation(random, decision)],
    });
  }
  const flow = { id: flowId(seed), name: 'known-flow', createdAt: at(0), finishedAt: at(second + 60) };
  return JSON.parse(JSON.stringify({ flow, steps })) as Push;
}

function attributesOf(decision: Decision, decisions: readonly Decision[]): Partial<PushedStep> {
  const { version, iteration, parent } = decision;
  const wasRepeated = !isLastTry(decision, decisions);
  return {
    version,
    iteration,
    ...(parent !== null && { parent: { name: parent } }),
    ...(wasRepeated && { status: 'failed', reason: 'timed out' }),
  };
}

/** Whether no later try of its step decided again. */
export function isLastTry({ step, iteration, version }: Decision, decisions: readonly Decision[]): boolean {
  return !decisions.some((other) => other.step === step && other.iteration === iteration && other.version > version);
}

interface Timed {
  name: string;
  position: number;
  from: number;
  to: number;
}

function writeStep({ name, position, from, to }: Timed): PushedStep {
  const times = { createdAt: at(from), startedAt: at(from), finishedAt: at(to) };
  return { name, version: 1, position, status: 'completed', reason: null, ...times, observations: [] };
}

/** A UUID for each seed. */
const flowId = (seed: number): string => `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}`;

/** One push for each step, all of the same flow; only the last says that it is finished. */
export function inParts({ flow, steps }: Push): Push[] {
  return steps.map((step, index) => ({
    flow: { ...flow, finishedAt: index === steps.length - 1 ? flow.finishedAt : null },
    steps: [step],
  }));
}
