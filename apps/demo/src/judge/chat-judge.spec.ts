import { describe, expect, it } from '@jest/globals';
import { loadFilms } from '../films/load-films.js';
import { createChatJudge } from './chat-judge.js';
import type { JudgeAnswer } from './judge.js';

type Reply = (prompt: string, init: RequestInit) => Response | Promise<Response>;

const films = loadFilms()
  .slice(0, 10)
  .map((film) => ({ film, match: 1 }));
const never = (): AbortSignal => new AbortController().signal;
const endpoint = { url: 'http://127.0.0.1:11434/v1/', model: 'small', apiKey: 'secret' };
const completion = (content: unknown, tokens = 5): Response =>
  Response.json({ choices: [{ message: { content } }], usage: { total_tokens: tokens } });
const good = (): Response => completion('{"relevance": 0.7, "why": "fits"}');

function judgeWith(reply: Reply, deadline: (milliseconds: number) => AbortSignal = never): Promise<JudgeAnswer> {
  const answer = async (_url: unknown, init?: RequestInit): Promise<Response> =>
    reply(JSON.parse(String(init!.body)).messages[0].content, init!);
  return createChatJudge(endpoint, { fetch: answer, deadline }).assess('a heist', films, 1);
}
const first = async (reply: Reply) => (await judgeWith(reply)).assessments[0];

describe('chat judge', () => {
  it('asks an OpenAI-compatible endpoint about each film and reads relevance, reason and tokens', async () => {
    const seen: { url: string; init: RequestInit }[] = [];
    const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
      seen.push({ url: String(url), init: init! });
      return good();
    };
    const answer = await createChatJudge(endpoint, { fetch, deadline: never }).assess('a heist', films, 1);
    expect(answer.failure).toBeNull();
    expect(answer.assessments).toEqual(films.map(() => ({ relevance: 0.7, why: 'fits' })));
    expect(answer.metrics).toEqual({ tokens: 50 });
    expect(seen).toHaveLength(films.length);
    expect(seen[0]!.url).toBe('http://127.0.0.1:11434/v1/chat/completions');
    expect(new Headers(seen[0]!.init.headers).get('authorization')).toBe('Bearer secret');
    expect(JSON.parse(String(seen[0]!.init.body))).toMatchObject({ model: 'small', messages: [{ role: 'user' }] });
  });

  it('finds the JSON inside prose and fences', async () => {
    const wrapped = 'Sure!\n```json\n{"relevance": "0.4", "why": "so so"}\n```\nAnything else?';
    expect(await first(() => completion(wrapped))).toEqual({ relevance: 0.4, why: 'so so' });
  });

  it.each([
    ['prose', () => completion('I would say 7 out of 10'), 'not JSON'],
    ['a relevance beyond 1', () => completion('{"relevance": 7}'), 'not a number from 0 to 1'],
    ['no relevance', () => completion('{"why": "fits"}'), 'not a number from 0 to 1'],
    ['a relevance of null', () => completion('{"relevance": null}'), 'not a number from 0 to 1'],
    ['an empty relevance', () => completion('{"relevance": ""}'), 'not a number from 0 to 1'],
    ['no message', () => Response.json({ choices: [] }), 'choices[0].message.content'],
    ['a body that is not JSON', () => new Response('<html>'), 'body that is not JSON'],
    ['a 500', () => new Response('oops', { status: 500 }), 'answered 500'],
  ])('keeps %s as the error of that film', async (_what, reply, error) => {
    expect(await first(reply)).toEqual({ error: expect.stringContaining(error) });
  });

  it('keeps a failing film as its error and judges the others', async () => {
    const answer = await judgeWith((prompt) =>
      prompt.includes(films[3]!.film.title) ? new Response('', { status: 500 }) : good(),
    );
    expect(answer.failure).toBeNull();
    expect(answer.assessments.map((said) => 'error' in said)).toEqual(films.map((_, index) => index === 3));
  });

  it('gives up a film that takes too long, without waiting for it', async () => {
    const deadline = (milliseconds: number): AbortSignal =>
      milliseconds < 60_000 ? AbortSignal.abort(new DOMException('late', 'TimeoutError')) : never();
    const answer = await judgeWith((_prompt, { signal }) => Promise.reject(signal!.reason as Error), deadline);
    expect(answer.assessments[0]).toEqual({ error: 'no answer within 20000 ms' });
  });

  it('calls the try lost when its time ran out', async () => {
    const end = new AbortController();
    const deadline = (milliseconds: number): AbortSignal => (milliseconds < 60_000 ? never() : end.signal);
    let asked = 0;
    const answer = await judgeWith((_prompt, { signal }) => {
      asked += 1;
      if (asked === 5) end.abort(new DOMException('late', 'TimeoutError'));
      if (signal!.aborted) throw signal!.reason;
      return good();
    }, deadline);
    expect(answer.failure).toBe('timed out after 60000 ms with 4 of 10 films judged');
    expect(answer.assessments.filter((said) => 'error' in said)).toHaveLength(6);
  });

  it('calls the try lost when no film was judged', async () => {
    const answer = await judgeWith(() => Promise.reject(new TypeError('fetch failed')));
    expect(answer.failure).toBe('judged 0 of 10 films: the request failed: fetch failed');
  });

  it('asks about at most four films at once', async () => {
    let underWay = 0;
    let most = 0;
    await judgeWith(async () => {
      most = Math.max(most, (underWay += 1));
      await Promise.resolve();
      underWay -= 1;
      return good();
    });
    expect(most).toBe(4);
  });
});
