import { inject, Injectable } from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

import type { Answer } from '../api/failure';
import { EngineClient, type TimedMatrixWindow } from '../records/engine-client';
import type { CandidateField, Comparison } from '../records/engine/matrix/filter';
import type { MatrixQuery, MatrixRow } from '../records/engine/matrix/matrix';
import { matrixAddress } from '../records/engine/matrix/matrix-address';

export interface FoundCandidates {
  rows: MatrixRow[];
  /** All that fit; the rows are the first of them. */
  matched: number;
}

const nobody: FoundCandidates = { rows: [], matched: 0 };
/** Further steps are not looked at to say what became of somebody. */
const STAGES = 500;

/** Finds candidates of a flow by any part of their label or id: all of them, in the records themselves. */
@Injectable({ providedIn: 'root' })
export class CandidateSearch {
  readonly #engine = inject(EngineClient);

  async find(document: FlowDocument, text: string, most: number, signal: AbortSignal): Promise<FoundCandidates> {
    const address = matrixAddress(document);
    const value = text.trim();
    if (!address || value === '') return nobody;
    const ask = (): Promise<Answer<TimedMatrixWindow>> =>
      this.#engine.matrixWindow(address.matrixId, queryFor(value), {
        from: 0,
        count: most,
        firstStage: 0,
        stageCount: STAGES,
      });
    const known = await ask();
    if (known.status === 'ok') return known.value;
    // Another flow's matrix is open, or none: whoever looks at this one's later finds it read.
    const opened = await this.#engine.openMatrix(address, signal, () => undefined);
    if (opened?.status !== 'ok' || signal.aborted) return nobody;
    const found = await ask();
    return found.status === 'ok' ? found.value : nobody;
  }
}

function queryFor(value: string): MatrixQuery {
  const contains = (field: CandidateField): Comparison => ({
    type: 'compare',
    stage: null,
    field,
    op: 'contains',
    value,
  });
  return { filter: { type: 'or', left: contains('label'), right: contains('id') }, sort: null };
}
