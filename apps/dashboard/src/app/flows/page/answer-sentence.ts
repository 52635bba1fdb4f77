import type { FlowDocument } from '@flow-trail/contracts';

/** What a person came for: the flow's own reason, else what its status tells. */
export function answerSentence({ flow, steps }: FlowDocument): string {
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
      return 'Completed, no reason given';
  }
}
