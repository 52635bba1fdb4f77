import type { OutcomeCounts } from '@flow-trail/decisions';

export type Lost = 'dropped' | 'error' | 'skipped' | 'unexplained';

export interface Band {
  outcome: 'kept' | Lost;
  /** SVG path in a box of 100 × `shapeHeight`. */
  path: string;
}

export const shapeHeight = 60;
const MOST = 50;
const COMPRESSION = 0.35;
/** The least that an eye finds. */
const LEAST = 3;
const lostWords: readonly Lost[] = ['dropped', 'error', 'skipped', 'unexplained'];

/**
 * A stage as a stream that grows narrower: who is kept flows on, who is lost falls off below. Heights are compressed, so
 * that one of thousands is seen too.
 */
export function stageShape(counts: OutcomeCounts, greatest: number): Band[] {
  const into = heightOf(counts.in, greatest);
  const kept = heightOf(counts.kept, greatest);
  const middle = MOST / 2 + 2;
  const bottom = middle + into / 2;
  const bands: Band[] = [];
  if (counts.kept > 0) {
    bands.push({ outcome: 'kept', path: band([middle - into / 2, bottom], [middle - kept / 2, middle + kept / 2]) });
  }
  let edge = counts.kept > 0 ? middle + kept / 2 : bottom - into;
  const room = Math.max(bottom - edge, 0);
  const lost = counts.in - counts.kept;
  for (const outcome of lostWords) {
    if (counts[outcome] === 0) continue;
    const next = edge + Math.max((room * counts[outcome]) / lost, LEAST);
    const begin = counts.kept > 0 ? bottom : edge;
    bands.push({ outcome, path: band([begin, counts.kept > 0 ? bottom : next], [edge, next]) });
    edge = next;
  }
  return bands;
}

const heightOf = (count: number, greatest: number): number =>
  count === 0 ? 0 : LEAST + (MOST - LEAST) * (count / Math.max(greatest, 1)) ** COMPRESSION;

type Edge = readonly [top: number, bottom: number];

function band([leftTop, leftBottom]: Edge, [rightTop, rightBottom]: Edge): string {
  const [a, b, c, d] = [leftTop, rightTop, rightBottom, leftBottom].map((y) => Number(y.toFixed(2)));
  return `M0 ${a}C55 ${a} 45 ${b} 100 ${b}V${c}C45 ${c} 55 ${d} 0 ${d}Z`;
}
