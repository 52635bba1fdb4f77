import { inject, Injectable } from '@angular/core';
import type { FlowDocument, FlowPage } from '@flow-trail/contracts';

import { parseExactJson, parseExactJsonAt } from '../records/engine/exact-json';
import { nextTask } from '../ui/next-task';
import type { Answer } from './failure';
import { type FlowFilter, flowListUrl, flowUrl } from './flow-urls';
import { ServerClient } from './server-client';

/** Reads flows from the server of this page. */
@Injectable({ providedIn: 'root' })
export class FlowClient {
  readonly #server = inject(ServerClient);

  list(filter: FlowFilter, cursor: string | null, signal: AbortSignal): Promise<Answer<FlowPage>> {
    return this.#server.get(flowListUrl(filter, cursor), signal);
  }

  /** Numbers in input, output and config keep their text. */
  read(id: string, attempt: number | null, signal: AbortSignal): Promise<Answer<FlowDocument>> {
    return this.#server.get(flowUrl(id, attempt), signal, flowDocumentOf);
  }
}

const LONG = 200_000;
/** What a document begins with. */
const FLOW = '{"flow":';

/** What the page counts with is plain; what people captured stays exact. */
async function flowDocumentOf(text: string): Promise<FlowDocument> {
  // A flow of hundreds of steps takes as long to come, to read, and to read exactly, as a page to draw.
  const pause = text.length > LONG ? nextTask : () => undefined;
  await pause();
  const document = JSON.parse(text) as FlowDocument;
  await pause();
  if (capturesNothing(document)) return document;
  const exact = exactPartsOf(text, document);
  const { input, output, config, metadata } = exact.flow;
  const steps = document.steps.map((step, index) => ({ ...step, config: exact.steps[index]?.config ?? step.config }));
  return { flow: { ...document.flow, input, output, config, metadata }, steps };
}

/** Most flows are read once: a second time takes ten times as long as the first. */
function capturesNothing({ flow: { input, output, config, metadata }, steps }: FlowDocument): boolean {
  return [input, output, config, metadata, ...steps.map((step) => step.config)].every(isEmpty);
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** Steps that captured nothing need not be read once more: most of the text of a long flow is theirs. */
function exactPartsOf(text: string, { steps }: FlowDocument): FlowDocument {
  const isOfFlowAlone = text.startsWith(FLOW) && steps.every(({ config }) => config === null);
  if (!isOfFlowAlone) return parseExactJson(text) as unknown as FlowDocument;
  return { flow: parseExactJsonAt(text, FLOW.length) as unknown as FlowDocument['flow'], steps: [] };
}
