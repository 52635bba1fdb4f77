import { StartupError } from '../errors/startup-error.js';

const least = 24;

/** `make dev` and the image bring their own Node; whoever starts the server by hand may have an older one. @throws StartupError */
export function requireNode(version = process.versions.node): void {
  if (Number.parseInt(version, 10) >= least) return;
  throw new StartupError(
    `The server needs Node ${least} or later, and this is Node ${version}: start it with make dev, or with node_modules/.bin/node.`,
  );
}
