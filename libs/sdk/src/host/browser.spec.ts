import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createFlow } from '../index.js';
import { currentFlow, currentScope, currentStep, within, wrap } from './browser-scope.js';
import { sendingHost } from './browser-sending.js';

describe('in a browser', () => {
  const sha256 = (...texts: string[]) => {
    const hash = sendingHost.newSha256();
    for (const text of texts) hash.update(new TextEncoder().encode(text));
    return hash.hex();
  };

  it('a digest is that of all parts', async () => {
    expect(await sha256('ab', 'ü')).toBe(createHash('sha256').update('abü').digest('hex'));
  });

  it('bytes of a text are counted, however long it is', () => {
    const texts = ['', 'a', 'ü'.repeat(30_000), '€'.repeat(30_000)];
    expect(texts.map(sendingHost.utf8Bytes)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  it('a page without HTTPS has no digest, which the error says', async () => {
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      await expect(sha256('a')).rejects.toMatchObject({
        code: 'not-prepared',
        retryable: false,
        message: expect.stringMatching(/serve the page over HTTPS/),
      });
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });

  it('nothing is current, and nothing waits for the end of the page', () => {
    const flow = createFlow('page');
    expect(within({ flow }, () => [currentScope(), currentFlow(), currentStep()])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const fn = () => 1;
    expect(wrap(fn)).toBe(fn);
    const called = () => {
      throw new Error('called');
    };
    sendingHost.onExit(called, called)();
    sendingHost.stayAlive()();
  });
});
