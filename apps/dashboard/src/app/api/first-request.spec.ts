import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { askFirst, takeFirst } from './first-request';

const fetched = jest.fn<typeof fetch>();
const { fetch: originalFetch, sessionStorage: originalStorage } = globalThis;

beforeEach(() => {
  fetched.mockReset().mockImplementation(() => Promise.resolve(new Response('{}')));
  globalThis.fetch = fetched;
});
afterEach(() => {
  Object.assign(globalThis, { fetch: originalFetch, sessionStorage: originalStorage });
});

const asked = (path: string): unknown => {
  askFirst(new URL(path, 'http://localhost'));
  return fetched.mock.lastCall?.[0];
};

test.each([
  ['/', '/api/flows?limit=50'],
  ['/flows?name=night&status=failed,odd', '/api/flows?limit=50&name=night&status=failed'],
  ['/flows/6f96-19ff?tab=records', '/api/flows/6f96-19ff'],
  ['/flows/6f96-19ff?attempt=2', '/api/flows/6f96-19ff?attempt=2'],
  ['/flows/a%2Fb', undefined],
  ['/elsewhere', undefined],
])('%s asks for %s', (path, url) => expect(asked(path)).toBe(url));

test('goes with the key of the tab', () => {
  Object.assign(globalThis, { sessionStorage: { getItem: () => 'ft_live_x' } });
  asked('/flows/a');
  expect(fetched.mock.lastCall?.[1]?.headers).toMatchObject({ authorization: 'Bearer ft_live_x' });
});

test('answers once, and only who asks for the same', async () => {
  asked('/flows/a');
  await expect(takeFirst('/api/flows/a')).resolves.toMatchObject({ ok: true });
  expect(takeFirst('/api/flows/a')).toBeNull();
  asked('/flows/a');
  expect(takeFirst('/api/flows/b')).toBeNull();
  expect(takeFirst('/api/flows/a')).toBeNull();
});

test('comes with its text, which can be read twice', async () => {
  const answer = await askFirst(new URL('/flows/a', 'http://localhost'));
  expect([await answer?.text(), await answer?.text()]).toEqual(['{}', '{}']);
});

test('leaves a failure to whoever takes it', async () => {
  fetched.mockResolvedValue(Response.json({ title: 'Gone' }, { status: 410 }));
  asked('/flows/a');
  const answer = await takeFirst('/api/flows/a');
  expect(await answer?.json()).toEqual({ title: 'Gone' });
});
