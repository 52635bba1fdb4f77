import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestClient, aPush } from '@flow-trail/testing';
import type { FlowPage, PushAccepted } from '@flow-trail/contracts';
import { expectUnharmed, keys, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { head, problemIn, sendRaw, type RawAnswer } from './raw-http.behaviour.js';

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

const pushNamed = (name: string = randomUUID()): string => aPush(name).withStep('s').withObservation('o', [1]).json();

async function sendWith(keyHeaders: string[], body = pushNamed()): Promise<RawAnswer> {
  const headers: [string, string][] = [
    ['Authorization', `Bearer ${keys.shop}`],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
    ...keyHeaders.map((value): [string, string] => ['Idempotency-Key', value]),
  ];
  const [answer] = await sendRaw(server.port, head('POST /api/flows', headers) + body);
  return answer!;
}

const isReplay = (response: Response): boolean => response.headers.get('idempotent-replayed') === 'true';

describe('a key that is none', () => {
  const plain = randomUUID();
  it.each<[string, string[], string]>([
    ['absent', [], 'idempotency-key-missing'],
    ['empty', [''], 'idempotency-key-invalid'],
    ['blanks', ['   '], 'idempotency-key-invalid'],
    ['a word', ['abc'], 'idempotency-key-invalid'],
    ['a UUID with a digit missing', [plain.slice(1)], 'idempotency-key-invalid'],
    ['a UUID with a digit too many', [`${plain}0`], 'idempotency-key-invalid'],
    ['a UUID in braces', [`{${plain}}`], 'idempotency-key-invalid'],
    ['a UUID without hyphens', [plain.replaceAll('-', '')], 'idempotency-key-invalid'],
    ['a UUID as a URN', [`urn:uuid:${plain}`], 'idempotency-key-invalid'],
    ['half quoted', [`"${plain}`], 'idempotency-key-invalid'],
    ['a list', [`${plain}, ${plain}`], 'idempotency-key-invalid'],
    ['sent twice', [plain, plain], 'idempotency-key-invalid'],
    ['sent twice with different values', [plain, randomUUID()], 'idempotency-key-invalid'],
    ['10 KB', ['a'.repeat(10_000)], 'idempotency-key-invalid'],
    ['a path', ['../../../etc/passwd'], 'idempotency-key-invalid'],
    ['a property of every object', ['__proto__'], 'idempotency-key-invalid'],
    ['a statement', [`'; drop table push; --`], 'idempotency-key-invalid'],
    ['letters beyond ASCII', [plain.replace(/[a-f]/, 'é')], 'idempotency-key-invalid'],
  ])('is refused: %s', async (_what, values, code) => {
    const problem = problemIn(await sendWith(values));
    expect(problem).toMatchObject({ status: 400, code, retryable: false });
    expect(problem.detail).toContain('Idempotency-Key');
    expect(problem.detail.length).toBeLessThan(300);
  });
});

describe('one key', () => {
  it('may be quoted, in capitals and with blanks around, and is the same', async () => {
    const [key, body] = [randomUUID(), pushNamed()];
    const first = await sendWith([key], body);
    expect(first.status).toBe(202);
    for (const form of [`"${key}"`, key.toUpperCase(), `  ${key}  `, `"${key.toUpperCase()}"`]) {
      const again = await sendWith([form], body);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
      expect(JSON.parse(again.body)).toEqual(JSON.parse(first.body));
    }
  });

  it('with the same bytes is one flow, gzipped or not, with either key of the project', async () => {
    const [key, body] = [randomUUID(), pushNamed()];
    const first = await server.client.send(body, { key });
    const accepted = (await first.json()) as PushAccepted;
    expect(isReplay(first)).toBe(false);
    const sameProject = new TestClient(server.url, keys.shopToo);
    const others = [
      await server.client.send(body, { key }),
      await server.client.send(body, { key, gzip: true }),
      await server.client.send(new Uint8Array(gzipSync(body, { level: 1 })), {
        key,
        headers: { 'content-encoding': 'gzip' },
      }),
      await sameProject.send(body, { key }),
    ];
    for (const response of others) {
      expect([response.status, isReplay(response)]).toEqual([202, true]);
      expect(await response.json()).toEqual(accepted);
    }
  });

  it('with one byte changed is refused, and the first flow stays', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const { id } = await server.client.deliver(pushNamed(name), { key });
    for (const other of [pushNamed(`${name.slice(1)}x`), `${pushNamed(name)} `]) {
      const response = await server.client.send(other, { key });
      expect(await response.json()).toMatchObject({ status: 422, code: 'idempotency-key-reused', retryable: false });
    }
    expect((await server.client.readable(id)).flow).toMatchObject({ name, revision: 1 });
  });

  it('sent fifty times at once makes one flow', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const body = pushNamed(name);
    const responses = await Promise.all(Array.from({ length: 50 }, () => server.client.send(body, { key })));
    expect(responses.filter((response) => ![202, 409].includes(response.status))).toEqual([]);
    const accepted = responses.filter(({ status }) => status === 202);
    expect(accepted.filter((response) => !isReplay(response))).toHaveLength(1);
    const answers = (await Promise.all(accepted.map((response) => response.json()))) as PushAccepted[];
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await settled(server, answers[0]!.pushId)).state).toBe('ready');
    const { flows } = (await (await server.client.get(`/api/flows?name=${name}`)).json()) as FlowPage;
    expect(flows).toHaveLength(1);
  });

  it('sent at once with different bytes keeps one body whole', async () => {
    const key = randomUUID();
    const names = Array.from({ length: 20 }, () => randomUUID());
    const responses = await Promise.all(names.map((name) => server.client.send(pushNamed(name), { key })));
    const accepted = responses.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(1);
    expect(responses.filter(({ status }) => ![202, 409, 422].includes(status))).toEqual([]);
    const { id, flowName } = (await accepted[0]!.json()) as PushAccepted;
    expect((await server.client.readable(id)).flow.name).toBe(flowName);
  });

  it('in two projects makes two flows', async () => {
    const [key, body] = [randomUUID(), pushNamed()];
    const lab = new TestClient(server.url, keys.lab);
    const [mine, other] = [await server.client.deliver(body, { key }), await lab.deliver(body, { key })];
    expect(other.id).not.toBe(mine.id);
    expect((await server.client.get(`/api/flows/${other.id}`)).status).toBe(404);
  });

  it('of a refused push is free again', async () => {
    const key = randomUUID();
    expect((await server.client.send('{"flow":{}}', { key })).status).toBe(422);
    expect((await server.client.send(pushNamed(), { key })).status).toBe(202);
  });

  it('of a deleted flow answers that it is gone', async () => {
    const [key, body] = [randomUUID(), pushNamed()];
    const { id } = await server.client.deliver(body, { key });
    const deleted = await fetch(`${server.url}/api/flows/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${keys.shop}` },
    });
    expect(deleted.status).toBe(204);
    expect(await (await server.client.send(body, { key })).json()).toMatchObject({ status: 410, code: 'flow-deleted' });
  });
});
