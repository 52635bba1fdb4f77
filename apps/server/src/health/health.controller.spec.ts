import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../config/environment.js';
import { HealthController } from './health.controller.js';
import { Liveness } from './liveness.js';

describe('livez', () => {
  it('answers 503 with the sentence of whoever is in trouble', () => {
    const liveness = new Liveness();
    const controller = new HealthController(readConfig({}), {} as never, liveness);
    const answers: number[] = [];
    const reply = { header: () => reply, status: (status: number) => (answers.push(status), reply) };
    const part: { trouble?: string } = {};
    liveness.watch(() => undefined);
    liveness.watch(() => part.trouble);
    expect(controller.live(reply as never)).toEqual({ status: 'ok' });
    part.trouble = 'Pushes wait.';
    expect(controller.live(reply as never)).toEqual({ status: 'stuck', trouble: 'Pushes wait.' });
    expect(answers).toEqual([503]);
  });
});
