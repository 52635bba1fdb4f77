import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { dashboardFolder } from '../http/dashboard.controller.js';
import { expectUnharmed, keys, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { answersOf, head, problemIn, sendRaw } from './raw-http.behaviour.js';

const hurriedClock = fileURLToPath(new URL('./hurried-clock.behaviour.ts', import.meta.url));

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer({ NODE_OPTIONS: `--import=${hurriedClock}` });
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

const push = aPush('over the wire').json();
const bearer = (key: string): [string, string] => ['Authorization', `Bearer ${key}`];
const pushHeaders = (): [string, string][] => [
  bearer(keys.shop),
  ['Content-Type', 'application/json'],
  ['Idempotency-Key', randomUUID()],
];
const pushing = (headers: [string, string][], body = push): string => head('POST /api/flows', headers) + body;
const withLength = (body = push): [string, string] => ['Content-Length', String(Buffer.byteLength(body))];

describe('who comes without a right to', () => {
  it.each<[string, [string, string][], number, string, RegExp]>([
    ['no key', [], 401, 'unauthenticated', /Bearer/],
    ['a password', [['Authorization', 'Basic c2hvcDpzaG9w']], 401, 'unauthenticated', /Bearer/],
    ['an empty bearer', [['Authorization', 'Bearer ']], 401, 'unauthenticated', /Bearer/],
    ['a key of 10 KB', [bearer('k'.repeat(10_000))], 401, 'unauthenticated', /Bearer/],
    ['two keys', [bearer(keys.shop), bearer(keys.lab)], 401, 'unauthenticated', /several/],
    ['a key with one letter changed', [bearer(`${keys.shop.slice(0, -1)}x`)], 401, 'unauthenticated', /does not know/],
    ['a key with control characters', [['Authorization', 'Bearer \x01\x02']], 400, 'malformed-request', /HTTP/],
    ['a key that only reads', [bearer(keys.shopRead)], 403, 'forbidden-scope', /ingest/],
  ])('is refused with %s, before the body', async (_what, headers, status, code, detail) => {
    // The announced body never comes.
    const [answer] = await sendRaw(server.port, head('POST /api/flows', [...headers, ['Content-Length', '1000']]));
    expect(problemIn(answer!)).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
    expect(answer!.headers.get('cache-control')).toBe('no-store');
    if (status === 401) expect(answer!.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is told that a key in the URL does not count, and the key is not logged', async () => {
    const [answer] = await sendRaw(server.port, head(`GET /api/flows?api_key=${keys.shop}`));
    expect(problemIn(answer!)).toMatchObject({ status: 401, detail: expect.stringContaining('header only') });
    expect(server.printed()).not.toContain(keys.shop);
  });

  it('finds no flow of another project, and may not read with a key that only sends', async () => {
    const { id } = await server.client.deliver(push);
    const asked = async (key: string): Promise<number | undefined> =>
      (await sendRaw(server.port, head(`GET /api/flows/${id}`, [bearer(key)])))[0]?.status;
    expect([await asked(keys.lab), await asked(keys.shopIngest), await asked(keys.shopToo)]).toEqual([404, 403, 200]);
  });
});

/** Every path that is not the API's is the dashboard's, where there is a build of it. */
const page = existsSync(dashboardFolder) ? 200 : 404;

describe('a URL or method that is not there', () => {
  it.each([
    ['GET /api/flow', 404],
    ['GET //api//flows', 404],
    ['GET /api/flows/', 404],
    ['GET /API/FLOWS', 404],
    ['GET /api/flows%00', 404],
    ['GET /api/flows/%zz', 400],
    ['GET /api/flows/%00', 400],
    [`GET /api/flows/${randomUUID()}%00`, 400],
    ['GET /api/flows/..%2f..%2fetc%2fpasswd', 400],
    ['GET //[', page],
    ['GET /\\[', page],
    ['GET http://[', 400],
    ['GET http://evil.example/api/flows', 200],
    ['GET *', 404],
    ['GET /api/flows?limit=1&limit=2', 400],
    ['GET /api/flows?__proto__[x]=1', 200],
    ['PUT /api/flows', 405],
    ['PATCH /api/flows', 405],
    ['DELETE /api/flows', 405],
    ['TRACE /api/flows', 405],
    ['PROPFIND /api/flows', 405],
    ['FOO /api/flows', 400],
    ['get /api/flows', 400],
  ])('%s', async (line, status) => {
    const [answer] = await sendRaw(server.port, head(line, [bearer(keys.shop), ['X-Echo', 'canary-of-trace']]));
    expect(answer!.status).toBe(status);
    if (status === 405) expect(answer!.headers.get('allow')).toContain('GET');
    if (status >= 400) expect(problemIn(answer!).detail).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
    expect(answer!.body).not.toMatch(/canary-of-trace|evil\.example/);
  });

  it.each([
    ['a deep path', `/api/${'x/'.repeat(4000)}`, 404],
    ['a long id', `/api/flows/${'a'.repeat(5000)}`, 404],
    ['very many parameters', `/api/flows?${'a=b&'.repeat(2000)}`, 200],
  ])('may be long: %s', async (_what, url, status) => {
    const [answer] = await sendRaw(server.port, head(`GET ${url}`, [bearer(keys.shop)]));
    expect(answer!.status).toBe(status);
  });

  it('never leads out of the dashboard', async () => {
    for (const path of [
      '/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/../../../../etc/passwd',
      '/%252e%252e/x.js',
    ]) {
      const [answer] = await sendRaw(server.port, head(`GET ${path}`));
      expect(answer!.body).not.toMatch(/root:|"workspaces"/);
    }
  });
});

describe('bytes that are no proper request', () => {
  const chunked = `${push.length.toString(16)}\r\n${push}\r\n0\r\n\r\n`;
  it.each<[string, string]>([
    ['a length and chunks', pushing([...pushHeaders(), withLength(), ['Transfer-Encoding', 'chunked']], chunked)],
    ['two lengths', pushing([...pushHeaders(), withLength(), ['Content-Length', '5']])],
    ['a list of lengths', pushing([...pushHeaders(), ['Content-Length', `${push.length}, 5`]])],
    ['a negative length', pushing([...pushHeaders(), ['Content-Length', '-1']])],
    ['a length that is no number', pushing([...pushHeaders(), ['Content-Length', '0x10']])],
    ['a length beyond all numbers', pushing([...pushHeaders(), ['Content-Length', '9'.repeat(40)]])],
    ['chunks that are not last', pushing([...pushHeaders(), ['Transfer-Encoding', 'chunked, identity']], chunked)],
    ['an unknown transfer', pushing([...pushHeaders(), ['Transfer-Encoding', 'xchunked']], chunked)],
    ['a chunk without a size', pushing([...pushHeaders(), ['Transfer-Encoding', 'chunked']], 'zz\r\nabc\r\n0\r\n\r\n')],
    ['bare line feeds', pushing([...pushHeaders(), withLength()]).replaceAll('\r\n', '\n')],
    ['a folded header', head('GET /api/flows', [['X-Folded', 'a\r\n b']])],
    ['a blank before the colon', 'GET /api/flows HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n'],
    ['a header without a name', 'GET /api/flows HTTP/1.1\r\nHost: 127.0.0.1\r\n: x\r\n\r\n'],
    ['a NUL in a header', head('GET /api/flows', [['X-Nul', 'a\0b']])],
    ['no Host', 'GET /api/flows HTTP/1.1\r\n\r\n'],
    ['HTTP/0.9', 'GET /api/flows\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9.9', 'GET /api/flows HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(200, '\x07')],
    ['nothing but noise', '\xff\xfe\x00\x01'.repeat(50)],
  ])('are refused and the connection closed: %s', async (_what, bytes) => {
    const socket = connect({ host: '127.0.0.1', port: server.port });
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.write(Buffer.from(bytes, 'latin1'));
    // Whatever comes after must not be taken for a request of its own.
    const answers = await answersOf(socket, 2);
    expect(answers.map(({ status }) => status)).toHaveLength(1);
    expect(answers[0]!.status).toBeGreaterThanOrEqual(400);
    expect(answers[0]!.status).toBeLessThan(500);
    await closed;
  });

  it('have headers that are too large or too many', async () => {
    const large = head('GET /api/flows', [['X-Large', 'x'.repeat(100_000)]]);
    const many = head(
      'GET /api/flows',
      Array.from({ length: 2001 }, (_, n): [string, string] => [`X-${n}`, 'value']),
    );
    for (const bytes of [large, many]) {
      const [answer] = await sendRaw(server.port, bytes);
      expect(problemIn(answer!)).toMatchObject({ status: 431, code: 'header-too-large' });
    }
  });

  it('are of an old version and answered as such, or refused', async () => {
    const [answer] = await sendRaw(server.port, 'GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n');
    expect([200, 400, 505]).toContain(answer!.status);
  });
});

describe('a client that takes its time', () => {
  const open = async (bytes: string): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: server.port });
    await once(socket, 'connect');
    socket.write(Buffer.from(bytes, 'latin1'));
    return socket;
  };

  it.each<[string, string]>([
    ['headers that do not end', 'GET /api/flows HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    ['a body shorter than announced', pushing([...pushHeaders(), ['Content-Length', String(push.length + 10)]])],
    ['chunks that do not end', pushing([...pushHeaders(), ['Transfer-Encoding', 'chunked']], '5\r\n{"flo\r\n')],
    [
      'a gzip body that does not end',
      pushing([...pushHeaders(), ['Content-Encoding', 'gzip'], ['Content-Length', '99']], '\x1f\x8b'),
    ],
  ])('is told 408 and cut off: %s', async (_what, bytes) => {
    const [answer] = await answersOf(await open(bytes));
    expect(problemIn(answer!)).toMatchObject({ status: 408, code: 'request-timeout', retryable: true });
  });

  it('drips one byte after the other and is cut off all the same', async () => {
    const socket = await open('GET /api/flows HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 20);
    const [answer] = await answersOf(socket);
    clearInterval(drip);
    expect(answer!.status).toBe(408);
  });

  it('sends more than it announced, and the rest is no request', async () => {
    const answers = await sendRaw(server.port, pushing([...pushHeaders(), withLength()]) + 'and more\r\n\r\n', 2);
    expect(answers.at(-1)!.status).toBe(400);
  });
});

describe('headers that try to mislead', () => {
  it('expects what there is not', async () => {
    const [answer] = await sendRaw(server.port, pushing([...pushHeaders(), withLength(), ['Expect', 'foo']]));
    expect(answer!.status).toBe(417);
  });

  it('learns without sending its body that it is refused', async () => {
    const headers: [string, string][] = [
      ['Expect', '100-continue'],
      ['Content-Length', '1000000'],
    ];
    const answers = await sendRaw(
      server.port,
      head('POST /api/flows', [bearer('not-a-key-of-this-server'), ...headers]),
      2,
    );
    expect(answers.at(-1)!.status).toBe(401);
  });

  it.each<[string, [string, string][]]>([
    [
      'X-Forwarded-Host',
      [
        ['X-Forwarded-Host', 'evil.example'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    ['Forwarded', [['Forwarded', 'host=evil.example;proto=https']]],
    [
      'X-Original-URL',
      [
        ['X-Original-URL', '/api/evil.example'],
        ['X-Rewrite-URL', '/api/evil.example'],
      ],
    ],
    ['X-HTTP-Method-Override', [['X-HTTP-Method-Override', 'DELETE']]],
  ])('does not change what is answered: %s', async (_what, headers) => {
    const [answer] = await sendRaw(server.port, pushing([...pushHeaders(), withLength(), ...headers]));
    expect(answer!.status).toBe(202);
    expect(JSON.parse(answer!.body)).toMatchObject({ url: expect.stringContaining(`${server.url}/flows/`) });
  });

  it.each(['evil.example', '127.0.0.1.evil.example', '127.0.0.1@evil.example', '', '127.0.0.1:99999:1'])(
    'names the host %j and is refused',
    async (host) => {
      const [answer] = await sendRaw(server.port, head('GET /api/flows', [['Host', host], bearer(keys.shop)]));
      expect(answer!.status).toBeGreaterThanOrEqual(400);
      expect(answer!.status).toBeLessThan(404);
    },
  );

  it('names two hosts and is refused', async () => {
    const hosts: [string, string][] = [
      ['Host', '127.0.0.1'],
      ['Host', 'evil.example'],
    ];
    const [answer] = await sendRaw(server.port, head('GET /api/flows', [...hosts, bearer(keys.shop)]));
    expect(problemIn(answer!)).toMatchObject({ status: 400, code: 'malformed-request' });
  });

  it('asks for a picture and gets JSON, never HTML', async () => {
    const [answer] = await sendRaw(server.port, head('GET /api/flows', [bearer(keys.shop), ['Accept', 'image/png']]));
    expect(answer!.headers.get('content-type')).toMatch(/^application\/(problem\+)?json/);
  });

  it.each(['https://evil.example', 'null'])(
    'comes from a page of %s and may neither ask first nor write',
    async (origin) => {
      const asking: [string, string][] = [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'POST'],
      ];
      const [first] = await sendRaw(server.port, head('OPTIONS /api/flows', asking));
      expect(first!.headers.has('access-control-allow-origin')).toBe(false);
      const [second] = await sendRaw(
        server.port,
        pushing([...pushHeaders(), withLength(), ['Origin', origin], ['Cookie', 'a=b']]),
      );
      expect(problemIn(second!)).toMatchObject({ status: 403, code: 'origin-not-allowed' });
    },
  );

  it.each([
    undefined,
    '',
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json, text/plain',
    'application/vnd.x+json',
    'application/json; charset=utf-16',
    'application/json;',
    'APPLICATION/JSON ; x',
    'application/jsonp',
    'json',
    '*/*',
  ])('calls its body %j, which is not taken', async (type) => {
    const headers = pushHeaders().filter(([name]) => name !== 'Content-Type');
    const [answer] = await sendRaw(
      server.port,
      pushing([
        ...headers,
        withLength(),
        ...(type === undefined ? [] : ([['Content-Type', type]] as [string, string][])),
      ]),
    );
    expect(problemIn(answer!)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it.each([
    'application/json\t; charset=utf-8',
    ' application/json',
    'APPLICATION/JSON',
    'application/json;charset="UTF-8"',
  ])('calls its body %j, which is read and checked like any other', async (type) => {
    const headers = pushHeaders().map(([name, value]): [string, string] => [
      name,
      name === 'Content-Type' ? type : value,
    ]);
    const wrong = '{"flow":{"name":""},"steps":[]}';
    const [answer] = await sendRaw(server.port, pushing([...headers, withLength(wrong)], wrong));
    expect(problemIn(answer!)).toMatchObject({ status: 422, code: 'validation-failed' });
  });
});

describe('very many', () => {
  it('requests in one go on one connection are all answered', async () => {
    const answers = await sendRaw(server.port, head('GET /livez').repeat(1000), 1000);
    expect(answers).toHaveLength(1000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('idle connections harm nobody', async () => {
    const idle = Array.from({ length: 2000 }, () => connect({ host: '127.0.0.1', port: server.port }));
    await Promise.all(
      idle.map((socket) =>
        once(
          socket.on('error', () => undefined),
          'connect',
        ),
      ),
    );
    await expectUnharmed(server);
    for (const socket of idle) socket.destroy();
  });

  it('clients are not what one client calls itself', async () => {
    const strict = await startLiveServer({ FLOW_TRAIL_RATE_REQUESTS_PER_SECOND: '2' });
    try {
      const asked = Array.from({ length: 100 }, (_, n) => {
        const from = `10.0.${n}.1`;
        const headers: [string, string][] = [
          bearer(keys.shop),
          ['X-Forwarded-For', from],
          ['X-Real-IP', from],
          ['Forwarded', `for=${from}`],
        ];
        return sendRaw(strict.port, head('GET /api/flows', headers));
      });
      const answers = (await Promise.all(asked)).flat();
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]!.headers.get('retry-after')).toMatch(/^\d+$/);
    } finally {
      await strict.stop();
    }
  });
});
