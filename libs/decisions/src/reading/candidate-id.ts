import { parseExact } from './exact-json.js';
import { isNumber, numberText } from './exact-number.js';

/**
 * The id of a candidate as its JSON text: `42` and `"42"` are two candidates, `["a",1]` is a pair. Numbers have one
 * text however they were written, and integers keep all of their digits.
 */
export type CandidateKey = string;

/** Null for what names nothing: null, objects, lists, and the empty text. */
export function candidateKey(id: unknown): CandidateKey | null {
  if (typeof id === 'string') return id === '' ? null : JSON.stringify(id);
  if (isNumber(id)) return typeof id === 'number' && !Number.isFinite(id) ? null : numberText(id);
  return typeof id === 'boolean' ? String(id) : null;
}

/** The key of a pair (or more); null unless every part names something. */
export function pairKey(ids: readonly unknown[]): CandidateKey | null {
  const keys = ids.map(candidateKey);
  return keys.length === 0 || keys.includes(null) ? null : `[${keys.join(',')}]`;
}

/** What a person reads: texts without their quotes, pairs with a dot between. */
export function keyText(key: CandidateKey): string {
  if (key.startsWith('"')) return JSON.parse(key) as string;
  return key.startsWith('[') ? (key.match(partsOfPair) ?? []).map(keyText).join(' · ') : key;
}

const partsOfPair = /"(?:[^"\\]|\\.)*"|[^",[\]]+/g;

/**
 * Every key that a text can mean: the text itself first, then the number that looks the same, or the pair or quoted
 * text that it spells as JSON.
 */
export function keysMeant(text: string): CandidateKey[] {
  const keys = [candidateKey(text), spelledKey(text.trim())];
  return [...new Set(keys.filter((key) => key !== null))];
}

function spelledKey(text: string): CandidateKey | null {
  try {
    const value = parseExact(text);
    return Array.isArray(value) ? pairKey(value) : candidateKey(value);
  } catch {
    return null;
  }
}

const HASH_BITS = 2 ** 24;

/**
 * 48 bits of a key, as an integer of at least 1: enough to tell a million candidates of a flow apart. Two keys of one
 * flow share a hash with a chance below 1 in 500; of 10,000 keys, below 1 in 5,000,000.
 */
export function hashOf(key: CandidateKey): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13);
  }
  const hash = (mixed(high ^ low) % HASH_BITS) * HASH_BITS + (mixed(low) % HASH_BITS);
  return hash || 1;
}

/** Spreads every bit over all, as 32 bits without a sign. */
function mixed(bits: number): number {
  let value = bits ^ (bits >>> 16);
  value = Math.imul(value, 0x21f0aaad);
  value ^= value >>> 15;
  value = Math.imul(value, 0x735a2d97);
  return (value ^ (value >>> 15)) >>> 0;
}
