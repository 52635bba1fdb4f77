import { createHash } from 'node:crypto';

export const scopes = ['ingest', 'read'] as const;
export type Scope = (typeof scopes)[number];

/** What a key opens. The key itself is not kept: only its SHA-256. */
export interface ApiKey {
  digest: Buffer;
  /** Name of the project that the key belongs to. */
  project: string;
  scopes: ReadonlySet<Scope>;
}

export const digestOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** What RFC 6750 lets a bearer token be made of; long enough that it cannot be guessed. */
const keyForm = /^[A-Za-z0-9._~+/=-]{20,200}$/;
const projectForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Reads `key:project:scope[+scope]`, one a line or several with commas between; a line that starts with # is a comment.
 * A mistake says which entry it is in and repeats nothing of it, for any part may be a key that was put in the wrong place.
 */
export function parseApiKeys(text: string): { keys: ApiKey[]; mistakes: string[] } {
  const entries = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const keys: ApiKey[] = [];
  const mistakes = entries.length === 0 ? ['there is no key in it'] : [];
  for (const [index, entry] of entries.entries()) {
    const { key, mistake } = parseEntry(entry, keys);
    if (key) keys.push(key);
    if (mistake) mistakes.push(`entry ${index + 1}: ${mistake}`);
  }
  return { keys, mistakes };
}

function parseEntry(entry: string, earlier: ApiKey[]): { key?: ApiKey; mistake?: string } {
  const [key = '', project = '', words = '', ...more] = entry.split(':');
  if (words === '' || more.length > 0) return { mistake: 'it takes key:project:scope, such as …:shop:ingest+read' };
  if (!keyForm.test(key)) return { mistake: 'a key takes 20 to 200 letters, digits or . _ ~ + / = -' };
  if (!projectForm.test(project))
    return { mistake: 'a project takes 1 to 64 letters, digits or . _ -, and starts with a letter or digit' };
  const named = words.split('+');
  if (!named.every(isScope)) return { mistake: `a scope is ${scopes.join(' or ')}, or both with + between` };
  const digest = digestOfKey(key);
  if (earlier.some((one) => one.digest.equals(digest))) return { mistake: 'the same key stands in an earlier entry' };
  return { key: { digest, project, scopes: new Set(named) } };
}

const isScope = (word: string): word is Scope => scopes.some((scope) => scope === word);
