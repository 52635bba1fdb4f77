/** What Node takes at its start alone: room for what lives shortly, in MiB, of which V8 takes up to three times that. */
const flag = '--max-semi-space-size=8';

/**
 * What the C library takes at its start alone (mallopt(3)): memory that is larger than the pieces in which bodies come goes back to the system
 * as soon as it is free, and the threads share two heaps instead of having one each.
 */
const variables = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' };

/**
 * Starts this process anew with bounds on its memory, as the same process, however it was started (docs/adr/0025). Does nothing the second
 * time, nor where the variables are set by whoever starts it, nor where there is no exec(2).
 */
export function boundMemory(environment: NodeJS.ProcessEnv): void {
  if (process.platform !== 'linux' || process.channel || Object.keys(variables).some((name) => name in environment)) {
    return;
  }
  const { execPath, execArgv, argv } = process;
  process.execve?.(execPath, [execPath, flag, ...execArgv, ...argv.slice(1)], { ...environment, ...variables });
}
