import type { MigrationInterface, QueryRunner } from 'typeorm';

const parts = [
  {
    table: 'step',
    constraint: 'step_project_id_flow_id_attempt_fkey',
    key: '(project_id, flow_id, attempt) references flow',
  },
  {
    table: 'candidate',
    constraint: 'candidate_project_id_flow_id_attempt_fkey',
    key: '(project_id, flow_id, attempt) references flow',
  },
  {
    table: 'observation',
    constraint: 'observation_project_id_step_id_fkey',
    key: '(project_id, step_id) references step',
  },
];

/**
 * The parts of a flow are written and removed with it, in one transaction under its lock. PostgreSQL plans the check of a foreign key once a
 * session; planned while the tables are new, it may walk any index that begins with the project, and read a whole project for each row
 * (docs/adr/0023).
 */
export class PartsUnchecked1795470000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { table, constraint } of parts) await runner.query(`alter table ${table} drop constraint ${constraint}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, constraint, key } of parts) {
      await runner.query(`alter table ${table} add constraint ${constraint} foreign key ${key} on delete cascade`);
    }
  }
}
