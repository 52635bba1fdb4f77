import { expect, test } from '@jest/globals';

import { keepKey } from '../../api/kept-key';
import { FakeEngine } from '../../testing/fake-engine';
import { jsonReply } from '../../testing/fake-server';
import { readAhead } from './read-ahead';

async function sent(path: string, answer: Response | Promise<Response> = jsonReply({ flow: {} })): Promise<unknown[]> {
  const engine = new FakeEngine();
  await readAhead(new URL(path, 'http://localhost'), Promise.resolve(answer), engine);
  return engine.requests;
}

test.each(['/flows/a', '/flows/a?tab=matrix&step=rank', '/flows/a?match=x&attempt=2'])(
  '%s hands its flow to the engine as soon as it is there',
  async (path) => expect(await sent(path)).toEqual([{ type: 'readAhead', text: '{"flow":{}}', apiKey: null }]),
);

test.each(['/flows', '/', '/flows/a?tab=records', '/flows/a?step=rank', '/flows/a?tab=declare'])(
  '%s shows no matrix',
  async (path) => expect(await sent(path)).toEqual([]),
);

test('goes with the key of the tab', async () => {
  keepKey('ft_live_x');
  expect(await sent('/flows/a')).toMatchObject([{ apiKey: 'ft_live_x' }]);
  keepKey(null);
});

test('leaves failures to who asks for the flow', async () => {
  expect(await sent('/flows/a', jsonReply({}, 404))).toEqual([]);
  expect(await sent('/flows/a', Promise.reject(new TypeError('offline')))).toEqual([]);
});
