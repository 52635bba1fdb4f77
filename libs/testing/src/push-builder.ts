import type { Push, PushedFlow, PushedObservation, PushedStep } from '@flow-trail/contracts';

const start = Date.parse('2026-11-01T12:00:00.000Z');
const secondsAfterStart = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

/** A push that is complete and valid; each method changes one thing and answers a new builder. */
export function aPush(name = 'movie-night'): PushBuilder {
  return new PushBuilder({ name, createdAt: secondsAfterStart(0), finishedAt: secondsAfterStart(10) }, []);
}

export class PushBuilder {
  constructor(
    private readonly flow: PushedFlow,
    private readonly steps: PushedStep[],
  ) {}

  with(changes: Partial<PushedFlow>): PushBuilder {
    return new PushBuilder({ ...this.flow, ...changes }, this.steps);
  }

  running(): PushBuilder {
    return this.with({ finishedAt: null });
  }

  /** A further step, completed in one second; the same name again is the next try. */
  withStep(name: string, changes: Partial<PushedStep> = {}): PushBuilder {
    const position = this.steps.length;
    const tries = this.steps.filter((step) => step.name === name && step.iteration === changes.iteration).length;
    const step: PushedStep = {
      name,
      version: tries + 1,
      position,
      status: 'completed',
      reason: null,
      createdAt: secondsAfterStart(position),
      startedAt: secondsAfterStart(position),
      finishedAt: secondsAfterStart(position + 1),
      observations: [],
      ...changes,
    };
    return new PushBuilder(this.flow, [...this.steps, step]);
  }

  /** A further observation of the last step. */
  withObservation(
    name: string,
    data: PushedObservation['data'],
    changes: Partial<PushedObservation> = {},
  ): PushBuilder {
    const last = this.steps.at(-1);
    if (!last) throw new Error('withObservation needs a step: call withStep first');
    const step = { ...last, observations: [...last.observations, { name, version: 1, data, ...changes }] };
    return new PushBuilder(this.flow, [...this.steps.slice(0, -1), step]);
  }

  build(): Push {
    return structuredClone({ flow: this.flow, steps: this.steps });
  }

  json(): string {
    return JSON.stringify(this.build());
  }
}
