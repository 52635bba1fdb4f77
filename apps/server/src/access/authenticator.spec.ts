import { describe, expect, it } from '@jest/globals';
import { parseApiKeys } from '../config/api-keys.js';
import { Problem } from '../errors/problem.js';
import { Authenticator } from './authenticator.js';

const shop = 'ft_live_0123456789abcdef';
const lab = 'ft_live_fedcba9876543210';
const authenticator = new Authenticator(parseApiKeys(`${shop}:shop:ingest,${lab}:lab:read`).keys);

const projectOf = (authorization: string[], url = '/api/flows') =>
  authenticator.authenticate({ headersDistinct: { authorization }, url }).project;

function refusalOf(authorization: string[] | undefined, url = '/api/flows'): Problem {
  try {
    authenticator.authenticate({ headersDistinct: authorization ? { authorization } : {}, url });
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('the request was let in');
}

describe('a key', () => {
  it('tells its project', () => {
    expect(projectOf([`Bearer ${shop}`])).toBe('shop');
    expect(projectOf([`bearer  ${lab}`])).toBe('lab');
  });

  it.each([
    ['missing', undefined, 'send the header Authorization: Bearer'],
    ['empty', [''], 'takes Bearer'],
    ['an empty token', ['Bearer '], 'takes Bearer'],
    ['of another scheme', [`Basic ${btoa(`user:${shop}`)}`], 'takes Bearer'],
    ['bare', [shop], 'takes Bearer'],
    ['followed by more', [`Bearer ${shop}, Bearer ${lab}`], 'takes Bearer'],
    ['10 KB long', [`Bearer ${'x'.repeat(10_240)}`], 'takes Bearer'],
    ['sent twice', [`Bearer ${shop}`, `Bearer ${shop}`], 'several'],
    ['unknown', ['Bearer ft_live_unknown_unknown'], 'does not know'],
    ['cut short', [`Bearer ${shop.slice(0, -1)}`], 'does not know'],
    ['in another case', [`Bearer ${shop.toUpperCase()}`], 'does not know'],
  ])('that is %s is refused', (_what, authorization, sentence) => {
    const { code, detail, more } = refusalOf(authorization);
    expect(code).toBe('unauthenticated');
    expect(detail).toContain(sentence);
    expect(detail).not.toContain(shop);
    expect(more.headers?.['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each(['api_key', 'apikey', 'access_token', 'token', 'key', 'X-Api-Key'])(
    'in the URL as %s is not taken',
    (name) => {
      const { detail } = refusalOf(undefined, `/api/flows?limit=1&${name}=${shop}`);
      expect(detail).toContain('in the header only');
      expect(detail).not.toContain(shop);
    },
  );
});
