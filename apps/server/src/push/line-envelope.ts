import { Allow } from 'class-validator';

/** One line of an NDJSON body: one of the three. */
export class LineEnvelope {
  @Allow()
  flow?: unknown;

  @Allow()
  step?: unknown;

  @Allow()
  observation?: unknown;
}

export const lineKinds = ['flow', 'step', 'observation'] as const;
