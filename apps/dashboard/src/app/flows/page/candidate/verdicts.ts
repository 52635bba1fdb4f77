import type { WhyVerdict } from '@flow-trail/decisions';

import type { Mark } from '../../../ui/status-mark';

/** The shape and hue of each verdict, and how a person says it. */
const verdicts: Record<WhyVerdict, [mark: Mark, words: string]> = {
  selected: ['kept', 'selected'],
  'dropped-by-rule': ['dropped', 'dropped by a rule'],
  'dropped-with-reason': ['dropped', 'dropped'],
  'rule-not-recorded': ['dropped', 'dropped, rule not recorded'],
  cut: ['dropped', 'cut'],
  outranked: ['dropped', 'outranked'],
  'not-drawn': ['dropped', 'not drawn'],
  'lost-slot': ['dropped', 'lost its slot'],
  'not-evaluated': ['skipped', 'not evaluated'],
  skipped: ['skipped', 'skipped'],
  errored: ['error', 'errored'],
  vanished: ['vanished', 'vanished'],
  unexplained: ['unexplained', 'unexplained'],
  'not-recorded': ['pending', 'not recorded'],
  'never-retrieved': ['pending', 'never retrieved'],
};

/** A verdict that this page does not know yet is shown by its own word. */
export function verdictMark(verdict: string): { mark: Mark; words: string } {
  const [mark, words] = Object.hasOwn(verdicts, verdict)
    ? verdicts[verdict as WhyVerdict]
    : ['pending' as const, verdict];
  return { mark, words };
}
