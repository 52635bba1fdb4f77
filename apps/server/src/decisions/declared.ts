import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { EntityManager } from 'typeorm';
import { DeclarationEntity } from '../storage/entities/declaration.entity.js';

export interface FlowName {
  projectId: string;
  name: string;
}

/** What was declared afterwards for the observations of one flow name. */
export class DeclaredOfFlow {
  /** The greatest of all; 0 when nothing was declared. */
  readonly revision: number;
  readonly #byPlace: ReadonlyMap<string, DeclarationEntity>;

  constructor(declarations: readonly DeclarationEntity[] = []) {
    this.revision = Math.max(0, ...declarations.map(({ revision }) => revision));
    this.#byPlace = new Map(
      declarations.map((declaration) => [placeOf(declaration.step, declaration.observation), declaration]),
    );
  }

  /** By what an observation is read: what was recorded with it, unless there is nothing or the later declaration overrides it. */
  effective(
    step: string,
    { name, decision }: { name: string; decision: DecisionDeclaration | null },
  ): DecisionDeclaration | null {
    const declared = this.#byPlace.get(placeOf(step, name));
    if (!declared?.decision) return decision;
    return decision && !declared.overridesRecorded ? decision : declared.decision;
  }
}

/** What counts now, by `placeOfFlow`. */
export async function findDeclared(
  manager: EntityManager,
  flows: readonly FlowName[],
): Promise<Map<string, DeclaredOfFlow>> {
  const newest = await manager
    .createQueryBuilder(DeclarationEntity, 'declaration')
    .distinctOn(['declaration.projectId', 'declaration.flowName', 'declaration.step', 'declaration.observation'])
    .where(
      '(declaration.projectId, declaration.flowName) in (select * from unnest(:projects::uuid[], :names::text[]))',
      {
        projects: flows.map(({ projectId }) => projectId),
        names: flows.map(({ name }) => name),
      },
    )
    .orderBy({
      'declaration.projectId': 'ASC',
      'declaration.flowName': 'ASC',
      'declaration.step': 'ASC',
      'declaration.observation': 'ASC',
      'declaration.version': 'DESC',
    })
    .getMany();
  const groups = Map.groupBy(newest, ({ projectId, flowName }) => placeOfFlow({ projectId, name: flowName }));
  return new Map([...groups].map(([place, declarations]) => [place, new DeclaredOfFlow(declarations)]));
}

export const placeOfFlow = ({ projectId, name }: FlowName): string => `${projectId}/${name}`;

const placeOf = (step: string, observation: string): string => JSON.stringify([step, observation]);
