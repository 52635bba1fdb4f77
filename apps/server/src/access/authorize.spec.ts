import { describe, expect, it } from '@jest/globals';
import { digestOfKey, type Scope } from '../config/api-keys.js';
import { Problem } from '../errors/problem.js';
import { authorize, isPublic } from './authorize.js';

const keyWith = (...scopes: Scope[]) => ({ digest: digestOfKey('x'), project: 'shop', scopes: new Set(scopes) });
const isOpen = (method: string, route: string, ...scopes: Scope[]): boolean => {
  try {
    authorize(keyWith(...scopes), method, route);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'forbidden-scope') return false;
    throw error;
  }
};

describe('a scope', () => {
  it.each([
    ['GET', '/api/flows', false, true],
    ['HEAD', '/api/flows/:id', false, true],
    ['GET', '/api/flows/:id/observations/:observationId/data', false, true],
    ['POST', '/api/flows', true, false],
    ['PUT', '/api/flows/:id', true, false],
    ['DELETE', '/api/flows/:id', true, false],
    ['GET', '/api/pushes/:id', true, true],
    ['POST', '/api/pushes/:id/replay', true, false],
    ['GET', '/api/pushes-of-others', false, true],
  ])('opens %s %s: ingest %s, read %s', (method, route, ingest, read) => {
    expect([isOpen(method, route, 'ingest'), isOpen(method, route, 'read')]).toEqual([ingest, read]);
    expect(isOpen(method, route, 'ingest', 'read')).toBe(true);
  });

  it('that is missing is named, beside those that the key has', () => {
    const act = () => authorize(keyWith('ingest'), 'GET', '/api/flows');
    expect(act).toThrow('This needs a key with the scope read; this key has ingest.');
  });
});

describe('a route', () => {
  it.each(['/*', '/health', '/livez', '/readyz', '/api/docs', '/api/docs/*', '/api/openapi.json'])(
    '%s is public',
    (route) => {
      expect(isPublic(route)).toBe(true);
    },
  );

  it.each(['/api/flows', '/api/docs-of-flows', '/api/openapi', '/api/events', '/healthy', '/anything-new'])(
    '%s needs a key',
    (route) => {
      expect(isPublic(route)).toBe(false);
    },
  );
});
