import { describe, expect, it } from '@jest/globals';
import type { Judge } from '../judge/judge.js';
import { planRuns } from './plan.js';
import { sendRuns } from './send-runs.js';

const judge: Judge = { model: 'scripted', assess: async () => ({ assessments: [], failure: null, metrics: {} }) };

describe('sending runs', () => {
  it('stops at the first run that the server did not take and says what the server said', async () => {
    const refuse = async (): Promise<Response> => Response.json({ detail: 'flow/name is empty' }, { status: 422 });
    const told: number[] = [];
    const sent = await sendRuns(
      planRuns(1, 5),
      {
        films: [],
        judgeFor: () => judge,
        delivery: { endpoint: 'http://127.0.0.1:3000', platform: { fetch: refuse } },
      },
      ({ run }) => told.push(run.number),
    );
    expect(told).toEqual([1]);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.night.receipt).toMatchObject({ status: 'dropped', reason: 'refused' });
    expect(sent[0]!.night.receipt.error?.message).toContain('flow/name is empty');
  });
});
