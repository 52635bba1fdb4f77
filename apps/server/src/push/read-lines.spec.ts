import { describe, expect, it } from '@jest/globals';
import { limits, type Push } from '@flow-trail/contracts';
import { aPush } from '@flow-trail/testing';
import { bodyTypes, readPush, type ReadPush, type ReadPushResult } from './read-push.js';

const observationBytes = 1000;
const readText = (text: string): ReadPushResult => readPush(Buffer.from(text), observationBytes, bodyTypes.lines);
const readLines = (...lines: object[]): ReadPushResult =>
  readText(lines.map((line) => JSON.stringify(line)).join('\n'));
const accepted = (result: ReadPushResult): ReadPush => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.push;
};
const pointersOf = (result: ReadPushResult): string[] =>
  result.ok ? [] : (result.errors?.map(({ pointer }) => pointer) ?? [result.code]);

const { flow, steps } = aPush().withStep('rank').build();
const { observations: _none, ...step } = steps[0]!;
const observation = { step: { name: 'rank' }, name: 'order', version: 1, data: [1] };

const linesOf = (push: Push): object[] => [
  { flow: push.flow },
  ...push.steps.flatMap(({ observations, ...said }) => [
    { step: said },
    ...observations.map((one) => ({
      observation: { ...one, step: { name: said.name, version: said.version, iteration: said.iteration ?? 1 } },
    })),
  ]),
];

/** Data as text, steps and observations as plain objects. */
const plain = ({ flow: { ...said }, steps: all, warnings }: ReadPush): unknown => ({
  flow: said,
  steps: all.map(({ observations, ...own }) => ({
    ...own,
    observations: observations.map(({ data, ...other }) => ({ ...other, data: Buffer.from(data).toString() })),
  })),
  warnings,
});

describe('reading lines', () => {
  it('amounts to what the JSON body of the same content amounts to', () => {
    const push = aPush()
      .withStep('search')
      .withObservation('hits', [{ id: 1 }], { queryable: { id: 'number' }, role: 'output' })
      .withStep('rank', { iteration: 2, parent: { name: 'search' } })
      .withStep('rank', { iteration: 2 })
      .withObservation('order', { a: 1 })
      .build();
    const asJson = accepted(readPush(Buffer.from(JSON.stringify(push)), observationBytes));
    expect(plain(accepted(readLines(...linesOf(push))))).toEqual(plain(asJson));
  });

  it('takes blank lines, CRLF and a missing last newline', () => {
    const text = `\n${JSON.stringify({ flow })}\r\n \r\n${JSON.stringify({ step })}\n\n${JSON.stringify({ observation })}`;
    expect(accepted(readText(text)).steps[0]!.observations).toHaveLength(1);
  });

  it('finishes a flow and a step with what later lines say', () => {
    const push = accepted(
      readLines(
        { flow: { ...flow, finishedAt: null, tags: ['a'], metadata: { a: 1, b: 1 }, release: '1' } },
        { step: { ...step, status: 'running', finishedAt: null, metrics: { tokens: 1 } } },
        { observation },
        { step: { name: 'rank', version: 1, status: 'failed', reason: 'empty', finishedAt: flow.finishedAt } },
        { observation: { ...observation, name: 'late' } },
        {
          flow: { finishedAt: flow.finishedAt, release: null, tags: ['b', 'a'], metadata: { b: 2 }, status: 'failed' },
        },
      ),
    );
    expect(push.flow).toMatchObject({ finishedAt: flow.finishedAt, status: 'failed', release: '1', tags: ['a', 'b'] });
    expect(push.flow.metadata).toEqual({ a: 1, b: 2 });
    expect(push.steps).toHaveLength(1);
    expect(push.steps[0]).toMatchObject({ status: 'failed', reason: 'empty', metrics: { tokens: 1 }, position: 0 });
    expect(push.steps[0]!.observations.map(({ name }) => name)).toEqual(['order', 'late']);
  });

  it('names what it does not know, and goes on', () => {
    const push = accepted(
      readLines(
        { flow: { ...flow, colour: 1 } },
        { beat: 1 },
        { step, x: 1 },
        { observation: { ...observation, y: 1 } },
      ),
    );
    expect(push.warnings.map((warning) => warning.split(' ')[0])).toEqual([
      '/0/flow/colour',
      '/1/beat',
      '/2/x',
      '/3/observation/y',
    ]);
  });

  it('takes missing data for null and says so', () => {
    const push = accepted(readLines({ flow }, { step }, { observation: { ...observation, data: undefined } }));
    expect(Buffer.from(push.steps[0]!.observations[0]!.data).toString()).toBe('null');
    expect(push.warnings).toEqual(['/2/observation has no data: null was assumed.']);
  });

  it('refuses children before their parents', () => {
    expect(pointersOf(readLines({ step }, { flow }))).toEqual(['/0/step']);
    expect(pointersOf(readLines({ observation }, { flow }))).toEqual(['/0/observation']);
    expect(pointersOf(readLines({ flow }, { observation }, { step }))).toEqual(['/1/observation/step']);
    const other = { ...observation, step: { name: 'rank', version: 2 } };
    expect(pointersOf(readLines({ flow }, { step }, { observation: other }))).toEqual(['/2/observation/step']);
  });

  it('refuses a body without a flow', () => {
    expect(readText('')).toMatchObject({ code: 'validation-failed', detail: '/ must have a line with the flow.' });
    expect(pointersOf(readLines({ beat: 1 }))).toEqual(['']);
  });

  it('refuses what it knows and is not well-formed, with a pointer and the line in words', () => {
    const result = readText(
      [{ flow }, {}, { step }]
        .map((line) => JSON.stringify(line))
        .join('\n')
        .replace('{}', '') + `\n${JSON.stringify({ observation: { ...observation, name: '' } })}`,
    );
    expect(pointersOf(result)).toEqual(['/3/observation/name']);
    expect(result).toMatchObject({ detail: expect.stringMatching(/^Line 4: \/3\/observation\/name must be text/) });
    expect(pointersOf(readLines({ flow: { ...flow, name: ' ' } }))).toEqual(['/0/flow/name']);
    expect(pointersOf(readLines({ flow: null }, { step }))).toEqual(['/0/flow']);
    expect(pointersOf(readLines({ flow }, { step: { ...step, status: 'x' } }))).toEqual(['/1/step/status']);
    expect(pointersOf(readLines({ flow }, { step: { ...step, parent: { name: '' } } }))).toEqual([
      '/1/step/parent/name',
    ]);
    expect(pointersOf(readLines({ flow }, { step: { ...step, observations: [1] } }))).toEqual(['/1/step/observations']);
    expect(pointersOf(readLines({ flow }, { step }, { observation: { ...observation, step: 'rank' } }))).toEqual([
      '/2/observation/step',
    ]);
    expect(pointersOf(readLines({ flow }, { flow, step }, {}, [1]))).toEqual(['/1', '/2', '/3']);
  });

  it('refuses to make two flows of one body', () => {
    const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
    const first = { flow: { ...flow, id } };
    expect(pointersOf(readLines(first, { flow: { id, attempt: 1 } }))).toEqual([]);
    expect(pointersOf(readLines(first, { flow: { id: id.replace('6', '7'), attempt: 2 } }))).toEqual([
      '/1/flow/id',
      '/1/flow/attempt',
    ]);
  });

  it('counts steps, observations and their bytes as in JSON', () => {
    const named = (index: number) => ({ step: { ...step, name: `s${index}` } });
    const many = Array.from({ length: limits.steps + 1 }, (_, index) => named(index));
    expect(pointersOf(readLines({ flow }, ...many.slice(1)))).toEqual([]);
    expect(pointersOf(readLines({ flow }, ...many))).toEqual([`/${limits.steps + 1}/step`]);
    const crowd = Array.from({ length: limits.observations + 1 }, () => ({ observation: { ...observation, data: 1 } }));
    expect(pointersOf(readLines({ flow }, { step }, ...crowd))).toEqual([`/${limits.observations + 2}/observation`]);
    const large = { observation: { ...observation, data: 'x'.repeat(observationBytes) } };
    expect(readLines({ flow }, { step }, large)).toMatchObject({ code: 'payload-too-large' });
  });
});
