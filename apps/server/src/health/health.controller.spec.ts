import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { readConfig } from '../config/environment.js';
import { HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { Liveness } from './liveness.js';

function aReply(): { answers: number[]; reply: FastifyReply } {
  const answers: number[] = [];
  const reply = { header: () => reply, status: (status: number) => (answers.push(status), reply) };
  return { answers, reply: reply as never };
}

describe('livez', () => {
  it('answers 503 with the sentence of whoever is in trouble', () => {
    const liveness = new Liveness();
    const controller = new HealthController(readConfig({}), {} as never, liveness);
    const { answers, reply } = aReply();
    const part: { trouble?: string } = {};
    liveness.watch(() => undefined);
    liveness.watch(() => part.trouble);
    expect(controller.live(reply)).toEqual({ status: 'ok' });
    part.trouble = 'Pushes wait.';
    expect(controller.live(reply)).toEqual({ status: 'stuck', trouble: 'Pushes wait.' });
    expect(answers).toEqual([503]);
  });
});

describe('readyz', () => {
  it('answers 503 and why once the process is told to stop, though all parts answer', async () => {
    const fine = { query: async () => [], check: async () => undefined } as never;
    const check = new HealthCheck(fine, fine, fine);
    const controller = new HealthController(readConfig({}), check, new Liveness());
    const { answers, reply } = aReply();
    expect(await controller.ready(reply)).toEqual({ status: 'ok', degraded: [] });
    expect(answers).toEqual([]);
    check.stop();
    expect(await controller.ready(reply)).toEqual({ status: 'unavailable', degraded: ['stopping'] });
    expect(answers).toEqual([503]);
  });
});
