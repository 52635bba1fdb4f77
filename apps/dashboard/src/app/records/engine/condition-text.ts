import { type Condition, operators } from './condition';

// Longest first, so that `<=` is not read as `<`.
const bySize = [...operators].sort((left, right) => right.length - left.length);

/** `path op value`, as it stands in the URL; operators inside the path are escaped with a backslash. */
export function formatCondition({ path, op, value }: Condition): string {
  return `${path.replace(/[=!<>~ ]/g, '\\$&')} ${op} ${value}`;
}

/** Null for text that is no condition. */
export function parseCondition(text: string): Condition | null {
  let path = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && /[=!<>~ ]/.test(text.charAt(at + 1))) path += text.charAt(++at);
    else if (character === '\\') path += character + text.charAt(++at);
    else {
      const rest = text.slice(at).trimStart();
      const op = bySize.find(
        (candidate) => rest.startsWith(candidate) && (candidate !== 'contains' || character === ' '),
      );
      if (op) return path === '' ? null : { path, op, value: rest.slice(op.length).trim() };
      if (character !== ' ') path += character;
      else return null;
    }
  }
  return null;
}
