import { element, titled } from '../../ui/drawn-cells';
import type { MadeOf } from '../engine/contributions/made-of';

/** Parts beyond this many have one hue. */
const HUES = 4;

/** The parts of a score end to end; hatched what they do not explain. */
export function drawMadeOf(madeOf: MadeOf): HTMLElement {
  const words = wordsOf(madeOf);
  const bar = titled(element('span', 'made-of'), words);
  bar.append(element('span', 'unseen', words));
  madeOf.parts.forEach(({ share }, at) => {
    const part = drawPart(share < 0 ? 'minus' : '', share);
    part.style.opacity = String(1 - Math.min(at, HUES - 1) * 0.2);
    bar.append(part);
  });
  const { residual } = madeOf;
  if (residual && residual.value !== 0) bar.append(drawPart('residual', residual.share));
  return bar;
}

function drawPart(name: string, share: number): HTMLElement {
  const part = element('i', name);
  part.style.width = `${Math.abs(share) * 100}%`;
  return part;
}

function wordsOf({ combine, parts, residual }: MadeOf): string {
  const named = parts.map(({ name, value }) => `${name} ${value}`).join(combine === 'sum' ? ' + ' : ' × ');
  return residual && residual.value !== 0 ? `${named}; unexplained ${residual.value.toPrecision(3)}` : named;
}
