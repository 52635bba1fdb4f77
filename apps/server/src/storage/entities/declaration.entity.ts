import type { DecisionDeclaration } from '@flow-trail/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { byteCount, moment } from './columns.js';

/** How observations are read whose client declared nothing; every version is kept, the highest counts. */
@Entity('declaration')
export class DeclarationEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('text', { name: 'flow_name' })
  flowName: string;

  @PrimaryColumn('text', { name: 'step_name' })
  step: string;

  @PrimaryColumn('text', { name: 'observation_name' })
  observation: string;

  @PrimaryColumn('int')
  version: number;

  /** Rises with every declaration of any place of a flow name: what a flow was read by is one number. */
  @Column({ ...byteCount, generated: 'increment' })
  revision: number;

  /** Null takes back what was declared before. */
  @Column('json', { nullable: true })
  decision: DecisionDeclaration | null;

  @Column('boolean', { name: 'overrides_recorded' })
  overridesRecorded: boolean;

  @Column({ ...moment, name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
