import type { FlowDocument } from '@flow-trail/contracts';
import type { NotableCandidate } from '@flow-trail/decisions';
import { isolated, keyText } from '@flow-trail/decisions';

import { selectedText } from '../selected-text';
import { flowSummaryOf } from './decisions-of';

/** What a person came for: the flow's own reason, else who was selected, else what its status tells. */
export function answerSentence(document: FlowDocument): string {
  const { flow, steps } = document;
  if (flow.reason) return flow.reason;
  const current = steps.findLast(({ status }) => status === 'running');
  const failing = steps.findLast(({ status }) => status === 'failed');
  switch (flow.status) {
    case 'running':
      return current ? `Running, at step ${current.name}` : 'Running';
    case 'failed':
      return failing
        ? `Failed at step ${failing.name}${failing.reason ? `: ${failing.reason}` : ''}`
        : 'Failed, no reason given';
    case 'interrupted':
      return 'Interrupted: it stopped sending before it finished';
    case 'completed':
      return selection(document) ?? 'Completed, no reason given';
  }
}

/** Of the last decision of the flow; null when none was made. */
function selection(document: FlowDocument): string | null {
  const summary = flowSummaryOf(document);
  const last = summary?.stages.at(-1);
  // Of very many stages the last ones are not in the summary.
  if (!summary || !last || summary.moreStages > 0) return null;
  const winners = summary.notable.filter(({ role, stage }) => role === 'winner' && stage === last.name);
  const [first] = winners;
  if (!first || last.kept === 0) return `Nobody was selected at ${last.step}`;
  const because = last.kept === 1 ? numbersOf(first) : '';
  const names = winners.map(({ label, key }) => label ?? keyText(key));
  return `${selectedText(names, last.kept)} at ${isolated(last.step)}, out of ${last.in}${because}`;
}

function numbersOf({ score, rank, chance }: NotableCandidate): string {
  const numbers = Object.entries({ score, rank, chance }).flatMap(([name, value]) =>
    value === null ? [] : `${name} ${value}`,
  );
  return numbers.length === 0 ? '' : `: ${numbers.join(', ')}`;
}
