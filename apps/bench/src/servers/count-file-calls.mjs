// Preloaded into a server: counts what each of its threads asks of the file system, into a file of FILE_CALLS_FOLDER.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { threadId } from 'node:worker_threads';

const writeEveryMilliseconds = 100;
const file = path.join(process.env.FILE_CALLS_FOLDER, `${process.pid}-${threadId}.json`);
const counts = {};

function countCalls(target, names) {
  for (const name of names) {
    const original = target[name];
    target[name] = function (...args) {
      counts[name] = (counts[name] ?? 0) + 1;
      return original.apply(this, args);
    };
  }
}

const handle = await fs.promises.open(process.execPath);
await handle.close();
countCalls(Object.getPrototypeOf(handle), ['sync', 'datasync', 'read', 'readFile', 'write', 'writeFile', 'close']);
countCalls(fs.promises, [
  'open',
  'mkdir',
  'rename',
  'link',
  'stat',
  'rm',
  'rmdir',
  'unlink',
  'readdir',
  'readFile',
  'writeFile',
]);
syncBuiltinESMExports();

setInterval(() => fs.writeFileSync(file, JSON.stringify(counts)), writeEveryMilliseconds).unref();
