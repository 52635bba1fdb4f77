import type { WhyAnswer } from './answer.js';
import { clipped } from '../reading/text.js';

/** UTF-8 bytes of an answer as JSON. */
const MOST_BYTES = 2000;
const NAME_LENGTH = 60;

/** Makes an answer small: the middle of its path goes first, then long names are cut. */
export function fit(answer: WhyAnswer): WhyAnswer {
  const fitting = { ...answer, path: [...answer.path] };
  while (bytesOf(fitting) > MOST_BYTES && fitting.path.length > 2) {
    fitting.path.splice(Math.floor(fitting.path.length / 2), 1);
    fitting.leftOut++;
  }
  return bytesOf(fitting) > MOST_BYTES ? shortened(fitting) : fitting;
}

function shortened(answer: WhyAnswer): WhyAnswer {
  return {
    ...answer,
    kind: clipped(answer.kind, NAME_LENGTH),
    key: clipped(answer.key, 2 * NAME_LENGTH),
    label: answer.label && clipped(answer.label, NAME_LENGTH),
    sentence: clipped(answer.sentence, 2 * NAME_LENGTH),
    stage: answer.stage && clipped(answer.stage, NAME_LENGTH),
    rule: answer.rule && clipped(answer.rule, NAME_LENGTH),
    path: answer.path.slice(-1).map((sighting) => ({
      ...sighting,
      stage: clipped(sighting.stage, NAME_LENGTH),
      rule: sighting.rule && clipped(sighting.rule, NAME_LENGTH),
    })),
    leftOut: answer.leftOut + Math.max(0, answer.path.length - 1),
    alsoNamed: answer.alsoNamed
      .slice(0, 1)
      .map(({ kind, key }) => ({ kind: clipped(kind, NAME_LENGTH), key: clipped(key, NAME_LENGTH) })),
  };
}

function bytesOf(value: unknown): number {
  const text = JSON.stringify(value);
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A surrogate is half of four bytes, any other character beyond 0x7ff three.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
