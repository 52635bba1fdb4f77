import { describe, expect, it } from '@jest/globals';
import { requireNode } from './node-version.js';

describe('the Node that runs the server', () => {
  it.each(['18.20.8', '20.20.0', '22.14.0', '9.0.0'])(
    'is refused when it is %s, with the way to a newer one',
    (version) => {
      expect(() => requireNode(version)).toThrow(
        `The server needs Node 24 or later, and this is Node ${version}: start it with make dev, or with node_modules/.bin/node.`,
      );
    },
  );

  it.each(['24.0.0', '26.1.0'])('is taken when it is %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
