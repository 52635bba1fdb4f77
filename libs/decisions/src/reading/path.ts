/** The keys of a dotted path; `\.` is a dot inside a key, `\\` a backslash. The empty path has no keys: it is the record itself. */
export function keysOf(path: string): string[] {
  if (path === '') return [];
  const keys: string[] = [];
  let key = '';
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    if (character === '\\' && at + 1 < path.length) key += path.charAt(++at);
    else if (character === '.') {
      keys.push(key);
      key = '';
    } else key += character;
  }
  return [...keys, key];
}

/** The path that leads through these keys. */
export const pathOf = (keys: readonly string[]): string => keys.map((key) => key.replace(/[\\.]/g, '\\$&')).join('.');
