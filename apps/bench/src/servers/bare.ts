import type { Settings } from '../settings.js';
import { startProgram, type Program } from './program.js';

export interface BareServer extends Program {
  port: number;
}

/** Starts a program of `bare/` that serves HTTP. */
export async function startBareServer(name: string, args: string[], { environment }: Settings): Promise<BareServer> {
  const options = { cwd: process.cwd(), env: environment, ready: /^ready: \S+:(\d+)$/ };
  const program = await startProgram(`apps/bench/src/bare/${name}.ts`, args, options);
  return { ...program, port: Number(program.said) };
}
