import { describe, expect, it } from '@jest/globals';
import { defaultProjectId, flowIdOf, pushIdOf, stepIdOf } from './ids.js';

describe('an id', () => {
  const key = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

  it('is a UUID of version 5', () => {
    // The example of RFC 9562, appendix A.4: the DNS namespace and www.example.com.
    expect(pushIdOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('is the same for the same thing, and another for another project, step, iteration, try or attempt', () => {
    expect(pushIdOf(defaultProjectId, key)).toBe(pushIdOf(defaultProjectId, key));
    const flow = flowIdOf(pushIdOf(defaultProjectId, key));
    const ids = [
      pushIdOf(defaultProjectId, key),
      pushIdOf(key, key),
      flow,
      stepIdOf(flow, 1, { name: 'a', iteration: 1, version: 1 }),
      stepIdOf(flow, 2, { name: 'a', iteration: 1, version: 1 }),
      stepIdOf(flow, 1, { name: 'a', iteration: 2, version: 1 }),
      stepIdOf(flow, 1, { name: 'a', iteration: 1, version: 2 }),
      stepIdOf(flow, 1, { name: 'b', iteration: 1, version: 1 }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
