import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every push writes. */
const hot = ['push', 'flow', 'event'];

/**
 * The project of a row is that of the key, and those are made at the start and never deleted. Asking for each row whether it is there
 * makes all writers of a project share a lock on one row, which costs more than the insert.
 */
export class ProjectsUnchecked1795440000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of hot) await runner.query(`alter table ${table} drop constraint ${table}_project_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of hot) await runner.query(`alter table ${table} add foreign key (project_id) references project`);
  }
}
