import { describe, expect, test } from '@jest/globals';
import { Injector } from '@angular/core';

import { entriesOf, type JsonRecord } from '../records/engine/exact-json';
import { ExactNumber } from '../records/engine/exact-number';
import { aDocument, aStep } from '../testing/a-flow';
import { FakeServer } from '../testing/fake-server';
import { ApiKey } from './api-key';
import { FETCH } from './fetch';
import { FlowClient } from './flow-client';
import { ServerClient } from './server-client';

const { signal } = new AbortController();

function clientOf(server: FakeServer): FlowClient {
  const providers = [ApiKey, FlowClient, ServerClient, { provide: FETCH, useValue: server.fetch }];
  return Injector.create({ providers }).get(FlowClient);
}

describe('listing flows', () => {
  test('sends the filter and the cursor, and nothing that is not asked for', async () => {
    const server = new FakeServer().answerJson('/api/flows', { flows: [], nextCursor: null });
    const client = clientOf(server);
    await client.list({ name: '', statuses: [] }, null, signal);
    await client.list({ name: 'a&b', statuses: ['failed', 'running'] }, 'c=1', signal);
    expect(server.asked.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { limit: '50' },
      { limit: '50', name: 'a&b', status: 'failed,running', cursor: 'c=1' },
    ]);
  });

  test('answers problem details as a failure', async () => {
    const server = new FakeServer().answerProblem('/api/flows', 503);
    expect(await clientOf(server).list({ name: '', statuses: [] }, null, signal)).toEqual({
      status: 'failed',
      failure: { title: 'Refused', detail: 'It was refused.', retryable: true, requestId: 'r-1', status: 503 },
    });
  });

  test('answers a proxy that speaks HTML as a failure that names the status', async () => {
    const server = new FakeServer().answer('/api/flows', () => new Response('<html>', { status: 502 }));
    expect(await clientOf(server).list({ name: '', statuses: [] }, null, signal)).toMatchObject({
      failure: { title: 'The server answered 502', retryable: true },
    });
  });

  test('answers a server that is down as a failure', async () => {
    const answer = await clientOf(new FakeServer()).list({ name: '', statuses: [] }, null, signal);
    expect(answer).toMatchObject({ failure: { title: 'The server was not reached', requestId: null } });
  });

  test('answers a body that is no JSON as a failure', async () => {
    const server = new FakeServer().answer('/api/flows', () => new Response('{'));
    const answer = await clientOf(server).list({ name: '', statuses: [] }, null, signal);
    expect(answer).toMatchObject({ failure: { title: 'The answer could not be read' } });
  });
});

describe('reading a flow', () => {
  test('asks for one attempt when told', async () => {
    const server = new FakeServer().answerJson('/api/flows/x', aDocument([]));
    await clientOf(server).read('x', null, signal);
    await clientOf(server).read('x', 2, signal);
    expect(server.asked.map(({ search }) => search)).toEqual(['', '?attempt=2']);
  });

  test('keeps the numbers of input and config, while times and counts stay plain', async () => {
    const text = JSON.stringify(aDocument([aStep({ config: 'C' })], { input: 'I', durationMs: 12 }));
    const body = text
      .replace('"I"', '9007199254740993')
      .replace('"C"', '1.0')
      .replace(/:12([,}])/, ':12.0$1');
    const server = new FakeServer().answer('/api/flows/x', () => new Response(body));
    const answer = await clientOf(server).read('x', null, signal);
    if (answer.status !== 'ok') throw new Error('expected a document');
    expect(answer.value.flow.input).toEqual(new ExactNumber('9007199254740993'));
    expect(answer.value.steps[0]?.config).toEqual(new ExactNumber('1.0'));
    expect(answer.value.flow.durationMs).toBe(12);
  });

  test('keeps those of the metadata where nothing else was captured', async () => {
    const body = JSON.stringify(aDocument([aStep()])).replace('"metadata":{}', '"metadata":{"a":1.0}');
    const server = new FakeServer().answer('/api/flows/x', () => new Response(body));
    const answer = await clientOf(server).read('x', null, signal);
    expect(answer).toMatchObject({ value: { flow: { metadata: { a: new ExactNumber('1.0') } } } });
  });

  test.each(['{"flow":', '{ "flow":'])('keeps those of the input where no step has a config: %s', async (begin) => {
    const text = JSON.stringify(aDocument([aStep({ name: 'judge' })], { input: 'I' }));
    const body = text.replace('"I"', '{"a":1.0,"a":2.50}').replace('{"flow":', begin);
    const server = new FakeServer().answer('/api/flows/x', () => new Response(body));
    const answer = await clientOf(server).read('x', null, signal);
    if (answer.status !== 'ok') throw new Error('expected a document');
    expect(entriesOf(answer.value.flow.input as JsonRecord)).toEqual([
      ['a', new ExactNumber('1.0')],
      ['a', new ExactNumber('2.50')],
    ]);
    expect(answer.value.steps.map(({ name }) => name)).toEqual(['judge']);
  });
});
