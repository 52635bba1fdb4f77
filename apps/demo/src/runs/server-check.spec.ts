import { describe, expect, it } from '@jest/globals';
import { whyUnreachable } from './server-check.js';

const { signal } = new AbortController();

describe('server check', () => {
  it('says nothing when something answers, whatever it answers', async () => {
    const asked: string[] = [];
    const answer = await whyUnreachable(
      'http://127.0.0.1:3000/',
      async (url) => {
        asked.push(String(url));
        return new Response('', { status: 503 });
      },
      signal,
    );
    expect(answer).toBeNull();
    expect(asked).toEqual(['http://127.0.0.1:3000/health']);
  });

  it('says in one line that nothing answers, why, and what to do', async () => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) });
    const answer = await whyUnreachable('http://127.0.0.1:3000', () => Promise.reject(refused), signal);
    expect(answer).toBe(
      'No Flow Trail server answers at http://127.0.0.1:3000 (ECONNREFUSED). Start one with "make dev", or name another with --url.',
    );
  });
});
