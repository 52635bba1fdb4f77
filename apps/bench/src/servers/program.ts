import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  pid: number;
  /** What the pattern found in the line that said that it is ready. */
  said: string;
  /** Resolves when it has ended. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Its first group is what the program says of itself. */
  ready: RegExp;
}

const runTypeScript = ['-C', '@flow-trail/source', '--import', './tools/typescript-hook.mjs'];
const stopMilliseconds = 40_000;

/** Runs a file, TypeScript or built, as a process of its own, and waits for the line with which it is ready. */
export async function startProgram(
  file: string,
  args: string[],
  { cwd, env, ready }: ProgramOptions,
): Promise<Program> {
  const child = spawn(process.execPath, [...(file.endsWith('.ts') ? runTypeScript : []), file, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const killAtExit = (): unknown => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const said = await Promise.race([findLine(child, ready), ended.then(() => undefined)]);
  if (said === undefined) throw new Error(`${file} ended before it was ready`);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const force = setTimeout(killAtExit, stopMilliseconds);
    await ended;
    clearTimeout(force);
    process.off('exit', killAtExit);
  };
  return { pid: child.pid ?? 0, said, stop };
}

function findLine({ stdout }: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    if (!stdout) return;
    createInterface(stdout).on('line', (line) => {
      const found = pattern.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
