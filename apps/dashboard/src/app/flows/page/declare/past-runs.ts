import { inject, Injectable } from '@angular/core';

import { DecisionClient } from '../../../api/decision-client';
import { FlowStore } from '../flow-store';

const POLL_MS = 1000;
/** Past runs may be many: after this long they are left to the server. */
const POLLS = 120;

/** Watches how runs are read again by what was declared. */
@Injectable()
export class PastRuns {
  readonly #client = inject(DecisionClient);
  readonly #flows = inject(FlowStore);

  /** Until all runs of that name are read again; `onPending` is told how many are not. */
  async follow(flowName: string, signal: AbortSignal, onPending: (runs: number) => void): Promise<void> {
    for (let poll = 0; poll < POLLS; poll++) {
      const page = await this.#client.declarations(flowName, signal);
      if (signal.aborted) return;
      await this.#flows.reread();
      if (page.status === 'ok') onPending(page.value.pendingFlows);
      if (signal.aborted || (page.status === 'ok' && page.value.pendingFlows === 0)) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (signal.aborted) return;
    }
  }
}
