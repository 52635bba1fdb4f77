import { describe, expect, it } from '@jest/globals';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import { canonicalDecision } from './canonical.js';

const price = { actual: 'price', op: '<=', threshold: 40 } as const;
const rating = { actual: 'rating', op: '>=', threshold: 7 } as const;

describe('the canonical text of a declaration', () => {
  it('is the same in whatever order its keys came', () => {
    const one: DecisionDeclaration = { candidate: 'id', score: 's', rules: { price } };
    const other = { rules: { price: { threshold: 40, op: '<=', actual: 'price' } }, score: 's', candidate: 'id' };
    expect(canonicalDecision(one)).toBe(canonicalDecision(other as DecisionDeclaration));
  });

  it('tells apart rules in another order, for the first that fails is the one that counts', () => {
    expect(canonicalDecision({ candidate: 'id', rules: { price, rating } })).not.toBe(
      canonicalDecision({ candidate: 'id', rules: { rating, price } }),
    );
  });

  it('takes what is no declaration at all', () => {
    expect(canonicalDecision(null)).toBe('null');
    expect(canonicalDecision({ candidate: 'id', rules: 'none' } as never)).toContain('none');
  });
});
