import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FakePlatform, hang, problem, unreachable } from '../test/fake-platform.js';
import { createFlow, FlowTrailError } from './index.js';
import type { FlowOptions } from './index.js';

const uuid = '0192F0C1-7A6B-7C3D-8E4F-5A6B7C8D9E0F';

describe('the endpoint', () => {
  const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process!.env;
  afterEach(() => void delete environment['FLOW_TRAIL_URL']);
  const sentTo = async (endpoint?: string) => {
    const platform = new FakePlatform();
    const flow = createFlow('movie-night', { endpoint, platform });
    await platform.settle(flow.finish());
    return [platform.requests[0]!.url, flow.url.replace(flow.id, '{id}')];
  };

  it('is a local server by default', async () => {
    expect(await sentTo()).toEqual(['http://127.0.0.1:3000/api/flows', 'http://127.0.0.1:3000/flows/{id}']);
  });

  it('comes from FLOW_TRAIL_URL when no option is given', async () => {
    environment['FLOW_TRAIL_URL'] = 'https://trail.example';
    expect((await sentTo())[0]).toBe('https://trail.example/api/flows');
    expect((await sentTo('http://other.example:8080'))[0]).toBe('http://other.example:8080/api/flows');
  });

  it('takes an empty FLOW_TRAIL_URL for none, and names a wrong one', async () => {
    environment['FLOW_TRAIL_URL'] = '';
    expect((await sentTo())[0]).toBe('http://127.0.0.1:3000/api/flows');
    environment['FLOW_TRAIL_URL'] = 'trail.example';
    expect(() => createFlow('movie-night')).toThrow(
      'createFlow: FLOW_TRAIL_URL must be an http or https URL without user name, password, query and fragment, received "trail.example".',
    );
  });

  it('works where there is no environment', async () => {
    const host = Object.getOwnPropertyDescriptor(globalThis, 'process')!;
    for (const replacement of [
      { value: undefined },
      {
        get: () => {
          throw new Error('denied');
        },
      },
    ]) {
      Object.defineProperty(globalThis, 'process', { ...replacement, configurable: true });
      try {
        expect(createFlow('movie-night').url).toMatch(/^http:\/\/127\.0\.0\.1:3000\//);
      } finally {
        Object.defineProperty(globalThis, 'process', host);
      }
    }
  });

  it.each([
    ['https://trail.example/', 'https://trail.example/api/flows'],
    ['https://trail.example/team/trail//', 'https://trail.example/team/trail/api/flows'],
    ['http://[::1]:3000', 'http://[::1]:3000/api/flows'],
  ])('%s sends to %s', async (endpoint, url) => {
    expect((await sentTo(endpoint))[0]).toBe(url);
  });

  it('is refused with credentials, without repeating them', () => {
    const create = () => createFlow('movie-night', { endpoint: 'https://user:secret@trail.example/x' });
    expect(create).toThrow(/endpoint must be .* without user name, password.*https:\/\/\*\*\*@trail\.example/);
    expect(create).not.toThrow(/secret/);
  });
});

describe('the API key', () => {
  const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process!.env;
  afterEach(() => void delete environment['FLOW_TRAIL_API_KEY']);
  const key = 'ft_live_0123456789abcdef';
  const headerFor = async (apiKey?: string) => {
    const platform = new FakePlatform();
    await platform.settle(createFlow('movie-night', { apiKey, platform }).finish());
    return platform.requests[0]!.headers['authorization'];
  };

  it('goes into the Authorization header: the option, else FLOW_TRAIL_API_KEY, else none', async () => {
    expect(await headerFor()).toBeUndefined();
    environment['FLOW_TRAIL_API_KEY'] = key;
    expect(await headerFor()).toBe(`Bearer ${key}`);
    expect(await headerFor('ft_live_of_the_option')).toBe('Bearer ft_live_of_the_option');
  });

  it.each([[`${key}\n`], [`${key} `], [`Bearer ${key}`], [''], [{ key }]])(
    'is refused when a header cannot carry it, without repeating it: %j',
    (wrong) => {
      const error = thrownBy(() => createFlow('movie-night', { apiKey: wrong as string }));
      expect(error.message).toMatch(/^createFlow: apiKey must be a key of letters/);
      expect(error.message).not.toContain(key);
      if (typeof wrong !== 'string' || wrong === '') return;
      environment['FLOW_TRAIL_API_KEY'] = wrong;
      expect(() => createFlow('movie-night')).toThrow(/FLOW_TRAIL_API_KEY must be/);
    },
  );

  it('is in no receipt, error or inspection', async () => {
    for (const answer of [unreachable, hang, problem(401, 'unauthenticated'), problem(503, 'overloaded')]) {
      const platform = new FakePlatform(answer);
      const flow = createFlow('movie-night', { apiKey: key, platform });
      const receipt = await platform.settle(flow.finish());
      expect(receipt.status).toBe('dropped');
      for (const value of [flow, receipt, receipt.error, receipt.error?.cause]) {
        expect(inspect(value, { depth: 10, showHidden: true })).not.toContain(key);
      }
    }
  });
});

describe('a wrong option', () => {
  const text = 'a string of 1 to 256 characters without control characters';
  it.each<[string, unknown, string]>([
    ['endpoint', 'ftp://x', 'an http or https URL without user name, password, query and fragment, received "ftp://x"'],
    [
      'endpoint',
      'http://x/?a=1',
      'an http or https URL without user name, password, query and fragment, received "http://x/?a=1"',
    ],
    ['endpoint', 7, 'an http or https URL without user name, password, query and fragment, received 7'],
    ['id', 'seven', 'a UUID, received "seven"'],
    ['parent', null, 'a UUID, received null'],
    ['attempt', 0, 'a whole number from 1 to 1000000, received 0'],
    ['attempt', '2', 'a whole number from 1 to 1000000, received "2"'],
    ['maxRetries', -1, 'a whole number from 0 to 1000000, received -1'],
    ['maxRetries', 1.5, 'a whole number from 0 to 1000000, received 1.5'],
    ['timeoutMs', 0, 'a number of milliseconds above 0 and below 2147483648, received 0'],
    ['timeoutMs', '10s', 'a number of milliseconds above 0 and below 2147483648, received "10s"'],
    ['deadlineMs', NaN, 'a number of milliseconds above 0 and below 2147483648, received NaN'],
    ['deadlineMs', 2 ** 31, 'a number of milliseconds above 0 and below 2147483648, received 2147483648'],
    ['gzip', 'yes', 'true or false, received "yes"'],
    ['throwOnError', 1, 'true or false, received 1'],
    ['release', '', `${text}, received ""`],
    ['environment', () => 1, `${text}, received {"$ft":"function"}`],
    [
      'tags',
      'friday',
      'an array of at most 64 strings of 1 to 256 characters without control characters, received "friday"',
    ],
    ['tags', [''], 'an array of at most 64 strings of 1 to 256 characters without control characters, received [""]'],
    ['metadata', [1], 'a JSON object of at most 4096 bytes, received [1]'],
    ['metadata', { a: 1n }, 'a JSON object of at most 4096 bytes, received {"a":{"$ft":"bigint","value":"1"}}'],
    ['traceparent', '00-1', 'a W3C traceparent such as 00-<32 hex>-<16 hex>-01, received "00-1"'],
    ['platform', 1, 'an object, received 1'],
  ])('%s = %p throws at construction, with its name and the value received', (option, value, must) => {
    const error = thrownBy(() => createFlow('movie-night', { [option]: value }));
    expect(error).toBeInstanceOf(FlowTrailError);
    expect(error).toMatchObject({ code: 'invalid-option', retryable: false });
    expect(error.message).toBe(`createFlow: ${option} must be ${must}.`);
  });

  it('is a tag too many', () => {
    const tags = Array.from({ length: 65 }, (_, i) => `tag ${i}`);
    expect(() => createFlow('movie-night', { tags })).toThrow(/tags must be an array of at most 64/);
    expect(() => createFlow('movie-night', { tags: tags.slice(1) })).not.toThrow();
  });

  it('is cut short in the message', () => {
    const error = thrownBy(() => createFlow('movie-night', { metadata: { text: 'ü'.repeat(2048) } }));
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([[''], [' '], ['a\nb'], [undefined], ['n'.repeat(257)]])('is the name %p too', (name) => {
    expect(() => createFlow(name as string)).toThrow(
      /^createFlow: name must be a string of 1 to 256 characters without control characters, received/,
    );
  });

  it('is a bag of options that is none', () => {
    expect(() => createFlow('movie-night', null as never)).toThrow(/options must be an object, received null/);
  });
});

describe('an option', () => {
  it('that is undefined has its default', async () => {
    const platform = new FakePlatform();
    const names = [
      'endpoint',
      'id',
      'attempt',
      'tags',
      'timeoutMs',
      'deadlineMs',
      'maxRetries',
      'gzip',
      'throwOnError',
    ];
    const options = Object.fromEntries(names.map((name) => [name, undefined])) as FlowOptions;
    const flow = createFlow('movie-night', { ...options, platform: { ...options.platform, ...platform } });
    await platform.settle(flow.finish());
    expect(platform.push.flow).toMatchObject({ attempt: 1, id: flow.id });
    expect(platform.scheduled).toEqual([10_000]);
  });

  it('is taken as it was at construction', async () => {
    const platform = new FakePlatform();
    const options = { id: uuid, tags: ['friday'], metadata: { user: 1 }, input: { seed: 1 }, platform };
    const flow = createFlow('movie-night', options);
    options.tags.push('late');
    options.metadata.user = 2;
    options.input.seed = 2;
    await platform.settle(flow.finish());
    expect(platform.push.flow).toMatchObject({ tags: ['friday'], metadata: { user: 1 }, input: { seed: 1 } });
    expect(platform.push.flow.id).toBe(uuid.toLowerCase());
  });
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}
