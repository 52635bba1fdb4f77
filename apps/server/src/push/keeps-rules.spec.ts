import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, Min, ValidateIf, ValidateNested, validateSync } from 'class-validator';
import fc from 'fast-check';
import { FlowEnvelope, ObservationEnvelope, PushEnvelope, StepEnvelope, StepReferenceEnvelope } from './envelope.js';
import { keepsRules } from './keeps-rules.js';

const moment = '2026-11-01T12:00:00.000Z';
const ofClass = <T extends object>(type: new () => T, values: Partial<T>): T => Object.assign(new type(), values);

const rightPush = (): PushEnvelope =>
  ofClass(PushEnvelope, {
    flow: ofClass(FlowEnvelope, { name: 'movie-night', createdAt: moment, finishedAt: null, tags: ['a'], attempt: 2 }),
    steps: [
      ofClass(StepEnvelope, {
        name: 'rank',
        version: 1,
        position: 0,
        status: 'completed',
        reason: null,
        createdAt: moment,
        startedAt: null,
        finishedAt: moment,
        parent: ofClass(StepReferenceEnvelope, { name: 'search' }),
        observations: [ofClass(ObservationEnvelope, { name: 'order', version: 1, data: 0, role: 'output' })],
      }),
    ],
  });

type Level = (push: PushEnvelope) => object;
const levels: Level[] = [
  (push) => push,
  (push) => push.flow,
  ({ steps }) => steps[0]!,
  ({ steps }) => steps[0]!.parent!,
  ({ steps }) => steps[0]!.observations[0]!,
];
const values = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, null, '', 'rank', moment, 'completed', 1, 0, -1, 1.5, Number.NaN, [], {}, [null], [{}]),
);

const agree = (object: object): void => expect(keepsRules(object)).toBe(validateSync(object).length === 0);

describe('keepsRules', () => {
  it('says yes to a push that is right', () => {
    expect(keepsRules(rightPush())).toBe(true);
  });

  it('says what validateSync says, whatever stands in the place of any one value', () => {
    const keys = levels.map((level) => Object.keys(level(rightPush())));
    const place = fc.nat(levels.length - 1).chain((at) => fc.tuple(fc.constant(at), fc.constantFrom(...keys[at]!)));
    fc.assert(
      fc.property(place, values, ([at, key], value) => {
        const push = rightPush();
        Object.assign(levels[at]!(push), { [key]: value });
        agree(push);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('leaves to validateSync what it has no reading for', () => {
    class Each {
      @Min(1, { each: true })
      counts = [1, 2];
    }
    class Unknown {}
    expect(keepsRules(new Each())).toBe(false);
    expect(keepsRules(new Unknown())).toBe(false);
  });

  it('heeds conditions, and each of several', () => {
    class Conditional {
      @IsOptional()
      @ValidateIf(({ isCounted }: Conditional) => isCounted)
      @Min(1)
      count: number | null = 0;
      isCounted = true;
    }
    for (const change of [{}, { count: null }, { isCounted: false }, { count: 3 }]) {
      agree(Object.assign(new Conditional(), change));
    }
  });

  it('goes into nested objects', () => {
    class Inner {
      @Min(1)
      count = 0;
    }
    class Outer {
      @ValidateNested()
      inner: unknown = new Inner();
    }
    for (const inner of [
      new Inner(),
      [new Inner()],
      [],
      [[]],
      [[new Inner()]],
      [null],
      'text',
      undefined,
      null,
      Object.assign(new Inner(), { count: 1 }),
    ]) {
      agree(Object.assign(new Outer(), { inner }));
    }
  });
});
