import { describe, expect, it } from '@jest/globals';
import { StartupError } from '../errors/startup-error.js';
import { readConfig } from './environment.js';

const mistakesOf = (environment: NodeJS.ProcessEnv): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
  }
  throw new Error('the environment was taken');
};

describe('the environment', () => {
  it('is not needed: everything is embedded, on loopback', () => {
    expect(readConfig({})).toMatchObject({
      role: 'all',
      http: { host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000' },
      databaseUrl: undefined,
      redis: { queueUrl: undefined, cacheUrl: undefined },
      s3: undefined,
    });
  });

  it('switches each part by itself', () => {
    const { databaseUrl, redis, s3 } = readConfig({
      REDIS_URL: 'redis://queue:6379',
      S3_BUCKET: 'flows',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
      S3_ENDPOINT: 'http://s3:8333',
    });
    expect(databaseUrl).toBeUndefined();
    expect(redis).toEqual({ queueUrl: 'redis://queue:6379', cacheUrl: 'redis://queue:6379' });
    expect(s3).toMatchObject({ bucket: 'flows', region: 'us-east-1', forcePathStyle: true });
  });

  it('reports every mistake at once, by name', () => {
    const mistakes = mistakesOf({ PORT: 'high', FLOW_TRAIL_ROLE: 'boss', S3_ENDPOINT: 'http://s3', LOG_LEVEL: 'all' });
    for (const name of ['PORT', 'FLOW_TRAIL_ROLE', 'S3_ENDPOINT', 'LOG_LEVEL']) expect(mistakes).toContain(name);
  });

  it('never repeats a URL, which may hold a password', () => {
    expect(mistakesOf({ DATABASE_URL: 'mysql://me:secret@db/x' })).not.toContain('secret');
  });

  it('refuses to serve other machines unless told so', () => {
    expect(mistakesOf({ HOST: '0.0.0.0' })).toContain('FLOW_TRAIL_ALLOW_REMOTE=1');
    expect(readConfig({ HOST: '0.0.0.0', FLOW_TRAIL_ALLOW_REMOTE: '1' }).http.host).toBe('0.0.0.0');
  });

  it('lets a role on its own stand only on what is external', () => {
    expect(mistakesOf({ FLOW_TRAIL_ROLE: 'worker' })).toMatch(/DATABASE_URL, S3_BUCKET, REDIS_URL/);
  });

  it('answers to the names of loopback, of its public URL and of FLOW_TRAIL_ALLOWED_HOSTS', () => {
    const { allowedHosts } = readConfig({
      FLOW_TRAIL_PUBLIC_URL: 'https://trail.example.com/',
      FLOW_TRAIL_ALLOWED_HOSTS: 'API, other.test',
    }).http;
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'trail.example.com', 'api', 'other.test']) {
      expect(allowedHosts.has(host)).toBe(true);
    }
    expect(allowedHosts.has('evil.test')).toBe(false);
  });
});
