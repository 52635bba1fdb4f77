import { describe, expect, it } from '@jest/globals';
import type { Push } from '@flow-trail/contracts';
import { knownFlow } from '@flow-trail/testing/decisions';
import { type AllFindings, candidateKey, findAllInText, pairKey, whyAll } from '../index.js';
import { trailOfPushes } from '../trail/push-trail.behaviour.js';

const findingsOf = ({ steps }: Push): AllFindings =>
  new Map(
    steps.flatMap(({ name: step, iteration = 1, version, observations }) =>
      observations.map(({ name, data, decision }) => [
        [step, iteration, version, name].join('/'),
        findAllInText(JSON.stringify(data), decision!),
      ]),
    ),
  );

describe('whyAll', () => {
  it('says of each candidate what why says of it, and names each once', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { push } = knownFlow(seed);
      const flow = trailOfPushes([push]);
      const answers = [...whyAll(flow.trail, findingsOf(push))];
      expect(new Set(answers.map(({ kind, key }) => `${kind} ${key}`)).size).toBe(answers.length);
      for (const answer of answers) expect(answer).toEqual(flow.explain(answer));
    }
  });

  it('names everyone whom a record names', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { push, truth } = knownFlow(seed);
      const told = new Set([...whyAll(trailOfPushes([push]).trail, findingsOf(push))].map(({ key }) => key));
      for (const { id, verdict } of truth.candidates) {
        const key = Array.isArray(id) ? pairKey(id) : candidateKey(id);
        if (!['never-retrieved', 'not-recorded'].includes(verdict)) expect(told).toContain(key);
      }
    }
  });

  it('leaves out whose records are not given', () => {
    const { push } = knownFlow(1);
    expect([...whyAll(trailOfPushes([push]).trail, new Map())]).toEqual([]);
  });
});
