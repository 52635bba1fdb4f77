import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Program } from './program.js';
import { databaseAnswers, postgres } from './programs.js';

/** The PostgreSQL of a world: a program of its own, or one that a server has embedded. */
export class Database {
  constructor(
    private readonly folder: string,
    readonly program?: Program,
  ) {}

  /** One of its own, in the folder of the world. */
  static async start(world: string): Promise<Database> {
    const folder = path.join(world, 'database');
    const program: Program = postgres(world, folder, async () => {
      const isUp = readFileSync(program.spec.log, 'utf8').includes('DATABASE_URL');
      return isUp && databaseAnswers(new Database(folder).url());
    });
    await program.start();
    return new Database(folder, program);
  }

  /** @param port Of an edge that leads there; else its own. */
  url(port?: number): string {
    const read = (name: string) => readFileSync(path.join(this.folder, 'postgres', name), 'utf8').trim();
    return `postgres://flow_trail:${read('password')}@127.0.0.1:${port ?? read('port')}/flow_trail`;
  }
}
