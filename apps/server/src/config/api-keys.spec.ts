import { describe, expect, it } from '@jest/globals';
import { digestOfKey, parseApiKeys } from './api-keys.js';

const key = 'ft_live_0123456789abcdef';
const other = 'ft_live_fedcba9876543210';

describe('the keys of the configuration', () => {
  it('are entries of key, project and scopes, on lines or with commas between', () => {
    const { keys, mistakes } = parseApiKeys(`# the shop\n${key}:shop:ingest+read\n\n  ${other}:lab:read , \n`);
    expect(mistakes).toEqual([]);
    expect(keys).toEqual([
      { digest: digestOfKey(key), project: 'shop', scopes: new Set(['ingest', 'read']) },
      { digest: digestOfKey(other), project: 'lab', scopes: new Set(['read']) },
    ]);
  });

  it('keep nothing of a key but its digest', () => {
    expect(JSON.stringify(parseApiKeys(`${key}:shop:read`).keys)).not.toContain(key);
  });

  it.each([
    ['is there', '# nothing but a comment', 'no key'],
    ['has three parts', `${key}:shop`, 'key:project:scope'],
    ['has no fourth part', `${key}:shop:read:more`, 'key:project:scope'],
    ['is long', 'ft_live_short:shop:read', '20 to 200'],
    ['is made of token characters', `${'ü'.repeat(30)}:shop:read`, 'letters'],
    ['has a project', `${key}::read`, 'project'],
    ['has a project that is a name', `${key}:../shop:read`, 'project'],
    ['has a known scope', `${key}:shop:read+admin`, 'ingest or read'],
    ['has no empty scope', `${key}:shop:read+`, 'ingest or read'],
    ['is there once', `${key}:shop:read,${key}:lab:read`, 'earlier entry'],
  ])('are checked: each %s', (_what, text, expected) => {
    const { mistakes } = parseApiKeys(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(expected);
    for (const part of text.split(/[:,]/)) if (part.length > 12) expect(mistakes[0]).not.toContain(part);
  });

  it('are named by their place when they are wrong', () => {
    expect(parseApiKeys(`${key}:shop:read,short:shop:read,${other}:shop:write`).mistakes).toEqual([
      expect.stringMatching(/^entry 2: /),
      expect.stringMatching(/^entry 3: /),
    ]);
  });
});
