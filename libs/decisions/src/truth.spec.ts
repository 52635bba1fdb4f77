import { describe, expect, it } from '@jest/globals';
import {
  type CandidateTruth,
  knownFlow,
  knownFlowLessOneReason,
  type ObservationTruth,
} from '@flow-trail/testing/decisions';
import { candidateKey, pairKey, summariseFlow, type WhyAnswer } from './index.js';
import { type PushTrail, trailOfPushes } from './trail/push-trail.behaviour.js';

const flows = Array.from({ length: 1000 }, (_, seed) => {
  const known = knownFlow(seed);
  return { seed, known, flow: trailOfPushes([known.push]) };
});

/** What the library says of each observation, in the words of the truth. */
function counted({ parts }: PushTrail): ObservationTruth[] {
  return parts.map(({ step, name, summary }) => {
    const { in: came, kept, dropped, error, skipped, unexplained, notRecorded } = summary;
    const rules = summary.rules.map(
      ({ rule, failed, failedFirst, failedAlone }) => [rule, { failed, failedFirst, failedAlone }] as const,
    );
    const place = { step: step.name, version: step.version ?? 1, iteration: step.iteration ?? 1, observation: name };
    const counts = { in: came, kept, dropped, error, skipped, unexplained, notRecorded };
    return { ...place, ...counts, rules: Object.fromEntries(rules) };
  });
}

function answerTo({ id, kind }: CandidateTruth, flow: PushTrail): WhyAnswer {
  const key = Array.isArray(id) ? pairKey(id) : candidateKey(id);
  return flow.explain({ kind: kind ?? '', key: key! });
}

/** What must stand in the sentence: the number, the value, the rule, the reason. */
function decidedBy({ verdict, number, rule, actual, reason }: CandidateTruth): string[] {
  switch (verdict) {
    case 'cut':
      return [`Cut at ${number} at`];
    case 'not-drawn':
      return [`(chance ${shown(number!)})`];
    case 'outranked':
      return [` by ${shown(number!)}`];
    case 'dropped-by-rule':
      return [`by rule ${rule}: `, ...(typeof actual === 'number' ? [String(actual)] : [])];
    case 'dropped-with-reason':
    case 'errored':
    case 'skipped':
      return [reason!];
    default:
      return [];
  }
}

const shown = (number: number): string => String(Number(number.toPrecision(4)));

const unexplained = ({ stages }: { stages: readonly { unexplained: number }[] }): number =>
  stages.reduce((sum, stage) => sum + stage.unexplained, 0);

describe('1,000 flows of which everything is known', () => {
  it('are counted as they truly were, and every record is in exactly one count', () => {
    for (const { seed, known, flow } of flows) {
      expect({ seed, observations: counted(flow) }).toEqual({ seed, observations: known.truth.observations });
      for (const { in: came, kept, dropped, error, skipped, unexplained: open } of counted(flow)) {
        expect(kept + dropped + error + skipped + open).toBe(came);
      }
    }
  });

  it('tell of every candidate the true verdict, step, rule and number', () => {
    for (const { seed, known, flow } of flows) {
      for (const truth of known.truth.candidates) {
        const { verdict, stage, rule, sentence } = answerTo(truth, flow);
        const place = truth.step === null ? null : `${truth.step}/${truth.observation}`;
        const told = { seed, id: truth.id, verdict, stage, rule, sentence };
        const truly = { seed, id: truth.id, verdict: truth.verdict, stage: place, rule: truth.rule ?? null };
        expect(told).toEqual({ ...truly, sentence });
        for (const part of decidedBy(truth)) expect(sentence).toContain(part);
      }
    }
  });

  it('name who won instead', () => {
    for (const { known, flow } of flows.slice(0, 300)) {
      const labels = new Map(known.truth.candidates.map(({ id, label }) => [JSON.stringify(id), label]));
      for (const truth of known.truth.candidates.filter(({ by }) => by !== undefined)) {
        expect(answerTo(truth, flow).sentence).toContain(labels.get(JSON.stringify(truth.by)));
      }
    }
  });

  it('know who vanished and who appeared', () => {
    for (const { seed, known, flow } of flows) {
      const { stages } = summariseFlow(flow.trail);
      const sum = (count: 'vanished' | 'appeared'): number => stages.reduce((all, stage) => all + stage[count], 0);
      const { vanished, appeared } = known.truth;
      expect({ seed, vanished: sum('vanished'), appeared: sum('appeared') }).toEqual({ seed, vanished, appeared });
    }
  });

  it('have exactly one record more that is unexplained when one reason is taken away', () => {
    let changed = 0;
    for (const { seed, flow } of flows) {
      const less = knownFlowLessOneReason(seed);
      if (!less) continue;
      changed += 1;
      const after = trailOfPushes([less.push]);
      expect(unexplained(summariseFlow(after.trail))).toBe(unexplained(summariseFlow(flow.trail)) + 1);
      for (const truth of less.truth.candidates.filter(({ verdict }) => verdict === 'unexplained'))
        expect([seed, answerTo(truth, after).verdict]).toEqual([seed, truth.verdict]);
    }
    expect(changed).toBeGreaterThan(200);
  });

  it('are the same in whatever order their parts arrive', () => {
    for (const { known, flow } of flows.slice(0, 200)) {
      const turned = trailOfPushes(known.parts.toReversed());
      expect(summariseFlow(turned.trail)).toEqual(summariseFlow(flow.trail));
    }
  });
});
