import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Declarations afterwards, and what summaries say. */
export class Declarations1795450000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table declaration (
        project_id uuid not null references project,
        flow_name text not null,
        step_name text not null,
        observation_name text not null,
        version int not null,
        revision bigserial,
        decision json,
        overrides_recorded boolean not null,
        created_at timestamptz(3) not null default now(),
        primary key (project_id, flow_name, step_name, observation_name, version)
      )`);
    await runner.query('create index declaration_newest on declaration (project_id, flow_name, revision)');

    await runner.query(`
      alter table observation
        add column summary jsonb,
        add column summary_failure text,
        add column declared json,
        add column segment_key text,
        add column segment_offset bigint,
        add column segment_bytes bigint,
        add column segment_digest bytea`);
    // Rules count in the order in which they were declared, and jsonb has an order of its own.
    await runner.query('alter table observation alter column decision type json using decision::json');
    await runner.query(`
      alter table flow
        add column summary jsonb,
        add column summary_version int not null default 0,
        add column declared_revision bigint not null default -1`);
    // Flows that were not read by what is declared now; those of before this migration were not read at all.
    await runner.query('create index flow_unread on flow (project_id, id, attempt) where declared_revision < 0');
    await runner.query('create index flow_declared on flow (project_id, name, declared_revision)');

    await runner.query(`
      create table candidate (
        project_id uuid not null,
        flow_id uuid not null,
        attempt int not null,
        place int not null,
        kind text not null,
        key text not null,
        label text,
        role text not null,
        stage text not null,
        observation_id uuid not null,
        record int not null,
        outcome text not null,
        rule text,
        margin double precision,
        score double precision,
        rank double precision,
        chance double precision,
        primary key (project_id, flow_id, attempt, place),
        foreign key (project_id, flow_id, attempt) references flow on delete cascade
      )`);
    await runner.query('create index candidate_of_key on candidate (project_id, key, kind)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table candidate, declaration');
    await runner.query('drop index flow_unread, flow_declared');
    await runner.query(
      'alter table flow drop column summary, drop column summary_version, drop column declared_revision',
    );
    await runner.query('alter table observation alter column decision type jsonb using decision::jsonb');
    await runner.query(`
      alter table observation drop column summary, drop column summary_failure, drop column declared, drop column segment_key,
        drop column segment_offset, drop column segment_bytes, drop column segment_digest`);
  }
}
