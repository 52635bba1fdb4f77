/** Why the server cannot start: lines for a person, each saying what, where and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
