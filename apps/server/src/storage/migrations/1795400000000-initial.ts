import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultProjectId } from '../ids.js';

export class Initial1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table project (
        id uuid primary key,
        name text not null unique,
        created_at timestamptz(3) not null default now()
      )`);
    await runner.query('insert into project (id, name) values ($1, $2)', [defaultProjectId, 'default']);

    await runner.query(`
      create table push (
        project_id uuid not null references project,
        id uuid not null,
        flow_id uuid not null,
        attempt int not null,
        flow_name text not null,
        digest bytea not null check (octet_length(digest) = 32),
        state text not null check (state in ('accepted', 'processing', 'ready', 'quarantined', 'deleted')),
        content_type text not null default 'application/json',
        body bytea,
        body_key text,
        body_bytes bigint not null,
        warnings text[] not null,
        epoch int not null default 0,
        attempts int not null default 0,
        last_error text,
        same_errors int not null default 0,
        resting boolean not null default false,
        received_at timestamptz(3) not null default now(),
        next_try_at timestamptz(3) not null,
        ready_at timestamptz(3),
        primary key (project_id, id),
        check (state in ('ready', 'deleted') or body is not null or body_key is not null)
      )`);
    // Bodies are read once and then dropped: compressing them in the table would only cost time.
    await runner.query('alter table push alter column body set storage external');
    await runner.query(`create index push_waiting on push (next_try_at) where state in ('accepted', 'processing')`);
    // What a worker may take along: it asks each project in turn for its oldest.
    await runner.query(
      `create index push_claimable on push (project_id, received_at, id) where state = 'accepted' and not resting`,
    );
    await runner.query('create index push_of_flow on push (project_id, flow_id, attempt)');

    await runner.query(`
      create table flow (
        project_id uuid not null references project,
        id uuid not null,
        attempt int not null,
        name text not null,
        sent_status text,
        status text not null,
        reason text,
        input jsonb,
        output jsonb,
        config jsonb,
        tags text[] not null,
        metadata jsonb not null,
        release text,
        environment text,
        traceparent text,
        parent uuid,
        heartbeat_seconds int,
        created_at timestamptz(3) not null,
        finished_at timestamptz(3),
        received_at timestamptz(3) not null,
        last_push_at timestamptz(3) not null,
        revision int not null,
        step_count int not null,
        step_names text[] not null,
        observation_count int not null,
        bytes bigint not null,
        ranks jsonb not null,
        primary key (project_id, id, attempt)
      )`);
    await runner.query('create index flow_newest on flow (project_id, received_at desc, id desc, attempt desc)');

    await runner.query(`
      create table step (
        project_id uuid not null,
        id uuid not null,
        flow_id uuid not null,
        attempt int not null,
        name text not null,
        version int not null,
        iteration int not null,
        position int not null,
        parent jsonb,
        status text not null,
        reason text,
        config jsonb,
        metrics jsonb,
        created_at timestamptz(3) not null,
        started_at timestamptz(3),
        finished_at timestamptz(3),
        ranks jsonb not null,
        primary key (project_id, id),
        foreign key (project_id, flow_id, attempt) references flow on delete cascade
      )`);
    await runner.query('create index step_of_flow on step (project_id, flow_id, attempt)');

    await runner.query(`
      create table observation (
        project_id uuid not null,
        id uuid not null,
        flow_id uuid not null,
        attempt int not null,
        step_id uuid not null,
        name text not null,
        version int not null,
        ordinal int not null,
        role text,
        queryable jsonb,
        decision jsonb,
        bytes bigint not null,
        records int,
        digest bytea not null,
        pack_key text not null,
        pack_offset bigint not null,
        pack_bytes bigint not null,
        pack_digest bytea not null,
        primary key (project_id, id),
        foreign key (project_id, step_id) references step on delete cascade
      )`);
    await runner.query('create index observation_of_flow on observation (project_id, flow_id, attempt)');
    await runner.query('create index observation_of_step on observation (project_id, step_id)');

    await runner.query(`
      create table tombstone (
        project_id uuid not null references project,
        flow_id uuid not null,
        deleted_at timestamptz(3) not null default now(),
        primary key (project_id, flow_id)
      )`);
    await runner.query('create index tombstone_oldest on tombstone (deleted_at)');

    await runner.query(`
      create table doomed_object (
        key text primary key,
        doomed_at timestamptz(3) not null default now()
      )`);

    await runner.query(`
      create table event (
        id bigserial primary key,
        project_id uuid not null references project,
        kind text not null check (kind in ('flow.ready', 'flow.deleted')),
        flow_id uuid not null,
        attempt int,
        revision int,
        at timestamptz(3) not null default now()
      )`);
    await runner.query('create index event_oldest on event (at)');
    await runner.query('create index event_of_project on event (project_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table event, doomed_object, tombstone, observation, step, flow, push, project');
  }
}
