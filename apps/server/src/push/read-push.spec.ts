import { describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { readPush, type ReadPush } from './read-push.js';

const observationBytes = 1000;
const read = (json: string): ReadPush => {
  const result = readPush(Buffer.from(json), observationBytes);
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.push;
};
const errorsOf = (change: (push: ReturnType<ReturnType<typeof aPush>['build']>) => void): string[] => {
  const push = aPush().withStep('rank').withObservation('order', [1]).build();
  change(push);
  const result = readPush(Buffer.from(JSON.stringify(push)), observationBytes);
  return result.ok ? [] : (result.errors?.map(({ pointer }) => pointer) ?? [result.code]);
};

describe('reading a push', () => {
  it('names what it does not know, and goes on', () => {
    const push = aPush().withStep('rank').withObservation('order', [1]).build();
    Object.assign(push.flow, { projectId: 'x' });
    Object.assign(push.steps[0]!, { 'a/b~\n': 1 });
    const decision = { candidate: 'id', combine: 'any', certainty: 'p', constructor: 'x' };
    Object.assign(push.steps[0]!.observations[0]!, { __defineGetter__: 1, decision });
    const { warnings } = read(`{"__proto__":{"polluted":1},${JSON.stringify(push).slice(1)}`);
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual([
      '/__proto__',
      '/flow/projectId',
      '/steps/0/a~1b~0\u{fffd}',
      '/steps/0/observations/0/__defineGetter__',
      '/steps/0/observations/0/decision/certainty',
      '/steps/0/observations/0/decision/constructor',
    ]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('takes missing data for null and says so', () => {
    const push = read(aPush().withStep('s').withObservation('o', 1).json().replace(',"data":1', ''));
    expect(Buffer.from(push.steps[0]!.observations[0]!.data).toString()).toBe('null');
    expect(push.warnings).toEqual(['/steps/0/observations/0 has no data: null was assumed.']);
  });

  it('hands each observation its own bytes', () => {
    const { steps } = read(aPush().withStep('s').withObservation('a', [1, 2]).withObservation('b', { c: 3 }).json());
    expect(steps[0]!.observations.map(({ data, records }) => [Buffer.from(data).toString(), records])).toEqual([
      ['[1,2]', 2],
      ['{"c":3}', null],
    ]);
  });

  it('refuses what it knows and is not well-formed, with a pointer', () => {
    expect(errorsOf((push) => (push.flow.name = ' '))).toEqual(['/flow/name']);
    expect(errorsOf((push) => (push.flow.name = 'x'.repeat(257)))).toEqual(['/flow/name']);
    expect(errorsOf((push) => (push.flow.createdAt = '2026-11-01'))).toEqual(['/flow/createdAt']);
    expect(errorsOf((push) => (push.flow.id = '42'))).toEqual(['/flow/id']);
    expect(errorsOf((push) => (push.flow.reason = 'a\u0000'))).toEqual(['/flow/reason']);
    expect(errorsOf((push) => (push.flow.input = 'x'.repeat(5000)))).toEqual(['/flow/input']);
    expect(errorsOf((push) => (push.flow.status = 'interrupted' as 'failed'))).toEqual(['/flow/status']);
    expect(errorsOf((push) => (push.steps[0]!.position = 1.5))).toEqual(['/steps/0/position']);
    expect(errorsOf((push) => (push.steps[0]!.metrics = { tokens: 'many' as unknown as number }))).toEqual([
      '/steps/0/metrics',
    ]);
    expect(errorsOf((push) => (push.steps[0]!.parent = { name: '' }))).toEqual(['/steps/0/parent/name']);
    expect(errorsOf((push) => (push.steps[0]!.observations[0]!.role = 'x' as 'input'))).toEqual([
      '/steps/0/observations/0/role',
    ]);
    expect(errorsOf((push) => (push.steps[0]!.observations[0]!.decision = {} as never))).toEqual([
      '/steps/0/observations/0/decision',
    ]);
    expect(errorsOf((push) => (push.steps = [null as never]))).toEqual(['/steps/0']);
    expect(errorsOf((push) => (push.steps[0]!.observations = 3 as never))).toEqual(['/steps/0/observations']);
    expect(errorsOf((push) => delete (push as Partial<typeof push>).steps)).toEqual(['/steps']);
  });

  it('accepts any name that is text: of objects, of paths, of formulas, right to left', () => {
    for (const name of ['__proto__', 'toString', '../../etc/passwd', '=cmd()', '<script>', 'שלום \u202e', '🎬']) {
      expect(read(aPush(name).withStep(name).json()).flow.name).toBe(name);
    }
  });

  it('refuses an observation over its limit', () => {
    expect(errorsOf((push) => (push.steps[0]!.observations[0]!.data = 'x'.repeat(observationBytes)))).toEqual([
      'payload-too-large',
    ]);
  });
});
