import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { DecisionSummary } from '@flow-trail/decisions';

/** Asks what the records of an observation would say, were they read by this declaration. */
export interface PreviewRequest {
  id: number;
  /** Where its data is. */
  url: string;
  apiKey: string | null;
  declaration: DecisionDeclaration;
}

export type Preview = { status: 'ready'; summary: DecisionSummary } | { status: 'failed'; detail: string };

export interface PreviewAnswer {
  id: number;
  preview: Preview;
}
