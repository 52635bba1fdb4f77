import { describe, expect, it } from '@jest/globals';
import { outcomes, ruleOperators } from '@flow-trail/contracts';
import { knownFlow, knownFlowLessOneReason, verdictKinds } from './index.js';

const flows = Array.from({ length: 1000 }, (_, seed) => knownFlow(seed));
const observations = flows.flatMap(({ push }) => push.steps.flatMap((step) => step.observations));

describe('a generated flow', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(knownFlow(7)).toEqual(knownFlow(7));
    expect(knownFlow(7).push).not.toEqual(knownFlow(8).push);
  });

  it('uses, over 1,000 seeds, every word of a declaration', () => {
    const words = new Set(observations.flatMap(({ decision }) => Object.keys(decision ?? {})));
    const all = `candidate kind label records total outcome outcomes reason rules verdicts combine score order rank chance contributions
      combineContributions group lostTo sources absent from`;
    expect([...words].sort()).toEqual(all.split(/\s+/).sort());
  });

  it('uses, over 1,000 seeds, every operator, every policy for the missing, and every way to combine', () => {
    const rules = observations.flatMap(({ decision }) => Object.values(decision?.rules ?? {}));
    expect(new Set(rules.map(({ op }) => op))).toEqual(new Set(ruleOperators));
    expect(new Set(rules.map(({ missing }) => missing))).toEqual(new Set(['drop', 'keep', undefined]));
    const ways = observations.map(({ decision }) => JSON.stringify(decision?.combine));
    expect(new Set(ways)).toEqual(
      new Set([undefined, '"all"', '"any"', ...[1, 2, 3, 4].map((n) => `{"atLeast":${n}}`)]),
    );
    const mapped = new Set(observations.flatMap(({ decision }) => Object.values(decision?.outcomes ?? {})));
    expect(mapped).toEqual(new Set(outcomes));
  });

  it('knows, over 1,000 seeds, every verdict, and of each flow only candidates that differ', () => {
    expect(new Set(flows.flatMap(({ truth }) => truth.candidates.map(({ verdict }) => verdict)))).toEqual(
      new Set(verdictKinds),
    );
    for (const { truth } of flows) {
      const ids = truth.candidates.map(({ kind, id }) => JSON.stringify([kind, id]));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('has, over 1,000 seeds, tries, iterations, nested and parallel steps, repeated records, and ids that look alike', () => {
    const steps = flows.flatMap(({ push }) => push.steps);
    expect(Math.max(...steps.map(({ version }) => version))).toBe(2);
    expect(Math.max(...steps.map(({ iteration }) => iteration ?? 1))).toBe(2);
    expect(new Set(steps.map(({ parent }) => parent?.name))).toEqual(new Set([undefined, 'retrieve', 'choose']));
    expect(steps.some(({ name }) => name.endsWith(' right'))).toBe(true);
    const alike = flows.filter(
      ({ truth }) => new Set(truth.candidates.map(({ id }) => String(id))).size < truth.candidates.length,
    );
    expect(alike.length).toBeGreaterThan(50);
  });

  it('conserves its records', () => {
    for (const { truth } of flows) {
      for (const counts of truth.observations) {
        expect(counts.in).toBe(counts.kept + counts.dropped + counts.error + counts.skipped + counts.unexplained);
      }
    }
  });

  it('comes in parts that together are the whole', () => {
    for (const { push, parts } of flows.slice(0, 50)) {
      expect(parts.flatMap(({ steps }) => steps)).toEqual(push.steps);
      expect(parts.at(-1)?.flow).toEqual(push.flow);
    }
  });

  it('has one record more that is unexplained when one reason is taken away', () => {
    const unexplained = ({ truth }: Pick<(typeof flows)[number], 'truth'>): number =>
      truth.observations.reduce((sum, counts) => sum + counts.unexplained, 0);
    const changed = flows.flatMap((flow) => {
      const less = knownFlowLessOneReason(flow.seed);
      return less ? [{ flow, less }] : [];
    });
    expect(changed.length).toBeGreaterThan(200);
    for (const { flow, less } of changed) {
      expect(unexplained(less)).toBe(unexplained(flow) + 1);
      const gone = JSON.stringify(flow.push).length - JSON.stringify(less.push).length;
      expect(gone).toBeGreaterThan(0);
      expect(gone).toBeLessThan(60);
    }
  });
});
