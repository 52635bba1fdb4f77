import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists of many flows are made of and found by. */
export class Lists1795460000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table flow add column funnel jsonb');
    await runner.query(`
      update flow set funnel = jsonb_build_object(
        'stages', (
          select coalesce(jsonb_agg(jsonb_build_object('name', stage -> 'name', 'in', stage -> 'in', 'kept', stage -> 'kept') order by place), '[]')
          from jsonb_array_elements(summary -> 'stages') with ordinality as stages (stage, place) where place <= 20),
        'unexplained', summary -> 'unexplained')
      where summary is not null`);
    await runner.query(
      'create index flow_by_status on flow (project_id, status, received_at desc, id desc, attempt desc)',
    );
    await runner.query('create index flow_by_name on flow (project_id, name, received_at desc, id desc, attempt desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index flow_by_status, flow_by_name');
    await runner.query('alter table flow drop column funnel');
  }
}
