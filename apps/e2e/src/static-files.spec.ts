import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type Server } from './programs.js';

interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const asTheyAre = { 'accept-encoding': 'identity' };
const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
const encodings = ['br', 'gzip'] as const;

describe('a file of the dashboard', () => {
  let server: Server;
  let page: string;
  let scripts: string[];

  beforeAll(async () => {
    server = await startServer();
    page = (await get('/')).body.toString();
    scripts = [...page.matchAll(/(?:src|href)="([\w.-]+\.js)"/g)].map(([, name]) => `/${name}`);
  });
  afterAll(() => server?.stop());

  it.each(encodings)('goes out in %s, with fewer bytes and the same text', async (encoding) => {
    expect(scripts.length).toBeGreaterThan(1);
    for (const path of scripts) {
      const plain = await get(path, asTheyAre);
      const packed = await get(path, { 'accept-encoding': encoding });
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(packed.body.length).toBeLessThan(plain.body.length);
      expect(unpack[encoding](packed.body).equals(plain.body)).toBe(true);
    }
  });

  it('says that all of it is called while the page starts, but the one that runs before it', async () => {
    for (const path of scripts.filter((name) => !name.startsWith('/theme'))) {
      expect((await get(path, asTheyAre)).body.toString()).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
    }
  });

  it('is named by the page that draws with it, and by no other', async () => {
    const flowPage = (await get('/flows/00000000-0000-0000-0000-000000000000')).body.toString();
    const drawing = async (html: string): Promise<string[]> => {
      const names = [...html.matchAll(/rel="modulepreload" href="([\w.-]+\.js)"/g)].map(([, name]) => `/${name}`);
      const texts = await Promise.all(names.map(async (name) => (await get(name, asTheyAre)).body.toString()));
      return ['ft-root', 'ft-flow-list-page', 'ft-flow-page'].filter((element) =>
        texts.some((text) => text.includes(`\`${element}\``)),
      );
    };
    expect(await drawing(page)).toEqual(['ft-root', 'ft-flow-list-page']);
    expect(await drawing(flowPage)).toEqual(['ft-root', 'ft-flow-page']);
  });

  it('goes out in Brotli to a browser, which takes both', async () => {
    const { headers } = await get(anImmutable(), { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(headers['content-encoding']).toBe('br');
  });

  it('says in every encoding what it is, how long it stays, and what its script may do', async () => {
    const path = anImmutable();
    for (const encoding of [...encodings, 'identity']) {
      const { status, headers } = await get(path, { 'accept-encoding': encoding });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': expect.stringMatching(/^(text|application)\/javascript; charset=utf-8$/i),
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
        'x-content-type-options': 'nosniff',
        vary: expect.stringMatching(/accept-encoding/i),
        etag: expect.any(String),
      });
    }
  });

  it('stays for good when the page begins with it: nothing is asked for again when it is opened again', async () => {
    const names = [...page.matchAll(/(?:src|href)="([\w./-]+\.(?:js|css|woff2))"/g)].map(([, name]) => name ?? '');
    const kinds = ['js', 'css', 'woff2'].map((kind) => names.filter((name) => name.endsWith(kind)).length > 0);
    expect(kinds).toEqual([true, true, true]);
    for (const name of names) {
      const { status, headers } = await get(`/${name}`);
      expect([name, status, headers['cache-control']]).toEqual([name, 200, 'public, max-age=31536000, immutable']);
    }
  });

  it('has a tag for each encoding, and is not sent to who has it in that one', async () => {
    const path = anImmutable();
    const tags = new Set<string | undefined>();
    for (const encoding of [...encodings, 'identity']) {
      const { headers } = await get(path, { 'accept-encoding': encoding });
      tags.add(headers.etag);
      const again = await get(path, { 'accept-encoding': encoding, 'if-none-match': headers.etag ?? '' });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect(again.headers.vary).toMatch(/accept-encoding/i);
    }
    expect(tags.size).toBe(3);
  });

  it('answers HEAD as GET, without the body', async () => {
    const path = anImmutable();
    const full = await get(path, { 'accept-encoding': 'br' });
    const head = await get(path, { 'accept-encoding': 'br' }, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-encoding']).toBe('br');
    for (const name of ['content-length', 'content-encoding', 'content-type', 'etag', 'vary'])
      expect([name, head.headers[name]]).toEqual([name, full.headers[name]]);
  });

  it('is not found in any encoding when there is none', async () => {
    const { status, headers } = await get('/chunk-AAAAAAAA.js', { 'accept-encoding': 'br' });
    expect([status, headers['content-encoding']]).toEqual([404, undefined]);
  });

  /** A script whose name has a hash of its bytes. */
  const anImmutable = (): string => scripts.find((name) => name.startsWith('/main-')) ?? '';

  /** Not with `fetch`, which unpacks what it gets. */
  async function get(path: string, headers: Record<string, string> = asTheyAre, method = 'GET'): Promise<Answer> {
    const sent = request(new URL(path, server.url), { headers, method }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
  }
});
