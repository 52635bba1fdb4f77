import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StartupError } from '../errors/startup-error.js';
import { readConfig } from './environment.js';

const apiKey = 'ft_live_0123456789abcdef';

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

  it('serves other machines once there are keys', () => {
    const { http, access } = readConfig({ HOST: '0.0.0.0', FLOW_TRAIL_API_KEYS: `${apiKey}:shop:read` });
    expect(http.host).toBe('0.0.0.0');
    expect(access.keys.map(({ project }) => project)).toEqual(['shop']);
  });

  it('takes keys from a file, and never starts without the keys that it was told of', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-keys-'));
    const file = path.join(folder, 'keys');
    try {
      await writeFile(file, `# shop\n${apiKey}:shop:read\n`);
      expect(readConfig({ FLOW_TRAIL_API_KEYS_FILE: file }).access.keys).toHaveLength(1);
      expect(mistakesOf({ FLOW_TRAIL_API_KEYS_FILE: file, FLOW_TRAIL_API_KEYS: 'x' })).toContain('both set');
      await writeFile(file, '\n');
      expect(mistakesOf({ FLOW_TRAIL_API_KEYS_FILE: file })).toContain('no key');
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(mistakesOf({ FLOW_TRAIL_API_KEYS: ',' })).toContain('no key');
    const mistake = mistakesOf({ FLOW_TRAIL_API_KEYS_FILE: `${apiKey}:shop:read` });
    expect(mistake).toContain('ENOENT');
    expect(mistake).not.toContain(apiKey);
  });

  it('takes origins as browsers write them', () => {
    const origins = 'https://app.example.com, http://localhost:5173';
    expect(readConfig({ FLOW_TRAIL_CORS_ORIGINS: origins }).http.corsOrigins).toEqual(new Set(origins.split(', ')));
    for (const origin of ['*', 'null', 'app.example.com', 'https://app.example.com/', 'https://app.example.com:443']) {
      expect(mistakesOf({ FLOW_TRAIL_CORS_ORIGINS: origin })).toContain('FLOW_TRAIL_CORS_ORIGINS');
    }
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
