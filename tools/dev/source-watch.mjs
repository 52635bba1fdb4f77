import { globSync, watch } from 'node:fs';
import path from 'node:path';

/** Editors write a file in several steps, and one save may touch several files. */
const quietMilliseconds = 150;

/** Calls `onChange` with the first path of each burst of changes below the folders; tests do not count. */
export function watchSources(patterns, onChange) {
  let timer;
  let first;
  const note = (file) => {
    if (/\.spec\.ts$|~$|\.sw[a-z]$/.test(file)) return;
    first ??= file;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = first;
      first = undefined;
      onChange(changed);
    }, quietMilliseconds);
  };
  for (const folder of globSync(patterns)) {
    watch(folder, { recursive: true }, (_, name) => name && note(path.join(folder, name))).on('error', () => undefined);
  }
}
