import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FlowPage, ProblemDetails } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';
import { startServer, type RunningServer } from '../server.js';

const keys = {
  shopIngest: 'ft_canary_shop_ingest_0001',
  shopRead: 'ft_canary_shop_read_0002',
  shop: 'ft_canary_shop_both_0003',
  labIngest: 'ft_canary_lab_ingest_0004',
  labRead: 'ft_canary_lab_read_0005',
  slow: 'ft_canary_slow_both_0006',
};
const unknownKey = 'ft_canary_unknown_0007';
const origin = 'https://app.example.com';

/** Which scopes open which route. A route without a row here fails the test below: decide who may use it. */
const scopesOf: { [route: string]: ('ingest' | 'read')[] } = {
  'get /api/flows': ['read'],
  'post /api/flows': ['ingest'],
  'post /api/flows/batch': ['ingest'],
  'get /api/flows/{id}': ['read'],
  'delete /api/flows/{id}': ['ingest'],
  'get /api/flows/{id}/details': ['read'],
  'get /api/flows/{id}/observations/{observationId}/data': ['read'],
  'get /api/pushes/{id}': ['ingest', 'read'],
  'post /api/pushes/{id}/replay': ['ingest'],
  'get /api/events': ['read'],
  'get /api/flows/{id}/candidates': ['read'],
  'get /api/flows/{id}/candidates/{candidateId}': ['read'],
  'get /api/flows/{id}/observations/{observationId}/proposal': ['read'],
  'get /api/declarations': ['read'],
  'get /api/declarations/history': ['read'],
  'put /api/declarations': ['ingest'],
  'get /api/reprocessing': ['read'],
  'post /api/reprocessing': ['ingest'],
};

const printed: string[] = [];
let folder: string;
let server: RunningServer;
let shop: TestClient;
let flow: { id: string; pushId: string; observationId: string };

const start = (settings: NodeJS.ProcessEnv): Promise<RunningServer> =>
  startServer(
    {
      PORT: '0',
      FLOW_TRAIL_DATA: folder,
      LOG_LEVEL: 'debug',
      FLOW_TRAIL_API_KEYS: [
        `${keys.shopIngest}:shop:ingest`,
        `${keys.shopRead}:shop:read`,
        `${keys.shop}:shop:ingest+read`,
        `${keys.labIngest}:lab:ingest`,
        `${keys.labRead}:lab:read`,
        `${keys.slow}:slow:read+ingest`,
      ].join(','),
      FLOW_TRAIL_CORS_ORIGINS: origin,
      ...settings,
    },
    (line) => void printed.push(line),
  );

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  }
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  server = await start({});
  shop = new TestClient(server.url, keys.shop);
  const { id, pushId } = await shop.deliver(aPush('of-the-shop').withStep('s').withObservation('o', [1]).json());
  flow = { id, pushId, observationId: (await shop.readable(id)).steps[0]!.observations[0]!.id };
});

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

const withKey = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** Asks and answers what came, and keeps every answer for the search for keys. */
async function ask(method: string, url: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(server.url + url, { method, headers, redirect: 'manual' });
  printed.push(`${JSON.stringify([...response.headers])} ${await response.clone().text()}`);
  return response;
}

async function routes(): Promise<{ name: string; method: string; url: (ids: typeof flow) => string }[]> {
  const openapi = (await (await ask('GET', '/api/openapi.json')).json()) as { paths: { [path: string]: object } };
  return Object.entries(openapi.paths)
    .filter(([template]) => template.startsWith('/api/'))
    .flatMap(([template, operations]) =>
      Object.keys(operations).map((method) => ({
        name: `${method} ${template}`,
        method: method.toUpperCase(),
        url: ({ id, pushId, observationId }) =>
          template
            .replace('{id}', template.startsWith('/api/pushes') ? pushId : id)
            .replace('{observationId}', observationId),
      })),
    );
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return (await response.json()) as ProblemDetails;
}

describe('every route', () => {
  it('is one whose scopes were decided', async () => {
    expect((await routes()).map(({ name }) => name).filter((name) => !scopesOf[name])).toEqual([]);
  });

  it('refuses who has no key, a wrong one, or one in the URL, and says how to send it', async () => {
    for (const { method, url } of await routes()) {
      for (const [suffix, headers] of [
        ['', {}],
        ['', withKey(unknownKey)],
        ['', { authorization: `Basic ${btoa(`user:${keys.shop}`)}` }],
        [`?api_key=${keys.shop}`, {}],
      ] as const) {
        const response = await ask(method, url(flow) + suffix, headers);
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
        const { code, detail } = await problemOf(response);
        expect(code).toBe('unauthenticated');
        expect(detail).toMatch(suffix ? /header only/ : /Bearer|does not know/);
      }
    }
  });

  it('refuses a key without its scope, and names what it needs and has', async () => {
    for (const { name, method, url } of await routes()) {
      for (const [scope, key] of [
        ['ingest', keys.shopIngest],
        ['read', keys.shopRead],
      ] as const) {
        if (scopesOf[name]?.includes(scope)) continue;
        const response = await ask(method, url(flow), withKey(key));
        expect(response.status).toBe(403);
        const { code, detail } = await problemOf(response);
        expect(code).toBe('forbidden-scope');
        expect(detail).toContain(`scope ${scopesOf[name]?.join(' or ')}; this key has ${scope}.`);
      }
    }
  });

  it('answers for what is in another project as for what is nowhere', async () => {
    const nothing = { id: randomUUID(), pushId: randomUUID(), observationId: randomUUID() };
    for (const { name, method, url } of await routes()) {
      if (!name.includes('{')) continue;
      const headers = withKey(scopesOf[name]?.includes('read') ? keys.labRead : keys.labIngest);
      const [foreign, unknown] = [await ask(method, url(flow), headers), await ask(method, url(nothing), headers)];
      expect([name, foreign.status, unknown.status]).toEqual([name, 404, 404]);
      const [one, other] = [await problemOf(foreign), await problemOf(unknown)];
      expect({ ...one, requestId: '' }).toEqual({ ...other, requestId: '' });
    }
    expect((await shop.readable(flow.id)).flow.name).toBe('of-the-shop');
  });

  it('that was cached for one project stays closed to the other', async () => {
    const data = `/api/flows/${flow.id}/observations/${flow.observationId}/data`;
    await ask('GET', data, withKey(keys.shopRead));
    const cached = await ask('GET', data, withKey(keys.shopRead));
    expect(cached.headers.get('x-cache')).toBe('HIT');
    const validators = { 'if-none-match': cached.headers.get('etag')! };
    expect((await ask('GET', data, { ...withKey(keys.labRead), ...validators })).status).toBe(404);
  });
});

describe('two projects', () => {
  it('keep flows of one id and one idempotency key apart', async () => {
    const [id, key] = [randomUUID(), randomUUID()];
    const lab = new TestClient(server.url, keys.labIngest);
    const body = (name: string): string => aPush(name).with({ id }).json();
    expect((await shop.send(body('ours'), { key })).status).toBe(202);
    const theirs = await lab.send(body('theirs'), { key });
    expect([theirs.status, theirs.headers.get('idempotent-replayed')]).toEqual([202, null]);
    expect((await shop.readable(id)).flow.name).toBe('ours');
    const reader = new TestClient(server.url, keys.labRead);
    expect((await reader.readable(id)).flow.name).toBe('theirs');
    const { flows } = (await (await reader.get('/api/flows')).json()) as FlowPage;
    expect(flows.map(({ name }) => name)).toEqual(['theirs']);
  });
});

describe('before a key was seen', () => {
  const post = (headers: OutgoingHttpHeaders) => request(`${server.url}/api/flows`, { method: 'POST', headers });
  const answerTo = async (sent: ReturnType<typeof post>): Promise<number | undefined> => {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    sent.destroy();
    return response.statusCode;
  };

  it('nothing of a body is waited for', async () => {
    const sent = post({ 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': 40_000_000 });
    sent.on('error', () => undefined).flushHeaders();
    expect(await answerTo(sent)).toBe(401);
  });

  it('nothing is inflated', async () => {
    const client = new TestClient(server.url);
    const response = await client.send(Buffer.alloc(60 * 1024 * 1024), { gzip: true });
    expect((await problemOf(response)).code).toBe('unauthenticated');
    const inflated = await shop.send(Buffer.alloc(60 * 1024 * 1024, ' '), { gzip: true });
    expect((await problemOf(inflated)).code).toBe('payload-too-large');
  });

  it('two of them are none', async () => {
    const sent = post({ authorization: [`Bearer ${keys.shop}`, `Bearer ${keys.shop}`] as never });
    sent.on('error', () => undefined).end('{}');
    expect(await answerTo(sent)).toBe(401);
  });

  it.each(['/%61pi/flows', '/api/flows/', '//api/flows', '/API/flows', '/api/flows?', '/api/flows;x'])(
    'no other spelling of a route gives flows away: %s',
    async (url) => {
      expect((await ask('GET', url)).headers.get('content-type')).toMatch(/^(application\/problem\+json|text\/html)/);
    },
  );

  it.each(['/', '/flows', `/flows/${randomUUID()}`, '/main.js', '/api/nothing'])(
    'the page and its files are served, and what is nowhere is not found: %s',
    async (url) => {
      expect([200, 404]).toContain((await ask('GET', url)).status);
    },
  );

  it.each(['/health', '/livez', '/readyz', '/api/openapi.json', '/api/docs'])(
    '%s answers all the same',
    async (url) => {
      expect((await ask('GET', url)).status).toBe(200);
    },
  );
});

it('is described in OpenAPI', async () => {
  const openapi = (await (await ask('GET', '/api/openapi.json')).json()) as { components: object; security: object };
  expect(openapi.components).toMatchObject({ securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } });
  expect(openapi.security).toEqual([{ bearer: [] }]);
});

describe('a page of another origin', () => {
  const preflight = (from: string, url = '/api/flows', method = 'POST'): Promise<Response> =>
    ask('OPTIONS', url, { origin: from, 'access-control-request-method': method });

  it('that is allowed may send flows with a key, and read the refusals', async () => {
    const response = await preflight(origin);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
    for (const header of ['authorization', 'content-type', 'content-encoding', 'idempotency-key']) {
      expect(response.headers.get('access-control-allow-headers')).toContain(header);
    }
    const sent = await shop.send(aPush('from-a-page').json(), { headers: { origin } });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, origin]);
    const refused = await ask('POST', '/api/flows', { origin });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
  });

  it('that is allowed may do nothing else', async () => {
    for (const [url, method] of [
      ['/api/flows', 'DELETE'],
      [`/api/flows/${flow.id}`, 'DELETE'],
      [`/api/flows/${flow.id}`, 'GET'],
    ] as const) {
      expect((await preflight(origin, url, method)).headers.get('access-control-allow-origin')).toBeNull();
    }
    const read = await ask('GET', '/api/flows', { origin, ...withKey(keys.shopRead) });
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['https://evil.example.com', 'http://app.example.com', 'https://app.example.com:8443', 'null'])(
    'such as %s is not allowed',
    async (other) => {
      const response = await preflight(other);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('vary')).toContain('Origin');
      const sent = await shop.send(aPush().json(), { headers: { origin: other } });
      expect((await problemOf(sent)).code).toBe('origin-not-allowed');
    },
  );
});

describe('a server with low rates', () => {
  let slow: RunningServer;
  beforeAll(async () => {
    await server.close();
    server = slow = await start({ FLOW_TRAIL_RATE_REQUESTS_PER_SECOND: '2', FLOW_TRAIL_RATE_BYTES_PER_SECOND: '2000' });
  });

  const untilRefused = async (act: () => Promise<Response>): Promise<Response> => {
    for (let tries = 0; tries < 40; tries++) {
      const response = await act();
      if (response.status === 429) return response;
      expect(response.status).toBeLessThan(400);
    }
    throw new Error('nothing was refused');
  };

  it('refuses what is too much, says which limit and how long to wait, and then goes on', async () => {
    const refused = await untilRefused(() => ask('GET', '/api/flows', withKey(keys.slow)));
    const problem = await problemOf(refused);
    expect(problem).toMatchObject({ code: 'rate-limited', retryable: true });
    expect(problem.detail).toContain('2 requests a second');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBe(1);
    expect((await ask('GET', '/api/flows', withKey(keys.labRead))).status).toBe(200);
    await after(seconds * 1000);
    expect((await ask('GET', '/api/flows', withKey(keys.slow))).status).toBe(200);
  });

  it.each([
    ['by its length', (body: string) => body],
    ['after it was read when the length is not said', (body: string) => new Blob([body]).stream()],
  ])('counts a body %s', async (what, bodyOf) => {
    const key = what.startsWith('by') ? keys.shop : keys.labIngest;
    const body = aPush('x')
      .with({ metadata: { filler: 'x'.repeat(4000) } })
      .json();
    const refused = await untilRefused(() =>
      fetch(`${slow.url}/api/flows`, {
        method: 'POST',
        headers: { ...withKey(key), 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: bodyOf(body),
        duplex: 'half',
      } as RequestInit),
    );
    expect((await problemOf(refused)).detail).toContain('2000 bytes a second');
  });
});

it('never printed or answered a key', () => {
  expect(printed.length).toBeGreaterThan(100);
  for (const key of [...Object.values(keys), unknownKey]) {
    expect(printed.filter((text) => text.includes(key))).toEqual([]);
  }
});
