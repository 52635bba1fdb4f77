// A program of its own: what it costs to record values with one recorder, and what it holds of them.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { itemsOf } from './items.js';
import { heldBytes, mediansInTurns, say } from './measured.js';
import { recorders, type RecorderName } from './recorders.js';

/** What this program says. */
export interface Recorded {
  /** Milliseconds of the call that records 5,000 items, and of JSON.stringify of them. */
  record: number;
  stringify: number;
  /** Greatest delay of the event loop while ten of them are recorded and delivered, in milliseconds. */
  delay: number;
  /** Bytes held per byte of JSON recorded. */
  heldBefore: number;
  heldAfter: number;
}

const [name = '', url = '', turns = '100'] = process.argv.slice(2);
const recorder = recorders[name as RecorderName](url);
const items = itemsOf(5000);
let printed = 0;

const print = () => (printed = JSON.stringify(items).length);
const { record, stringify } = await mediansInTurns(
  { stringify: print, record: () => recorder.record(items) },
  Number(turns),
  // Whoever comes first after a delivery would find the caches cold.
  { before: print, between: () => recorder.deliver() },
);

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
for (let count = 0; count < 10; count++) {
  recorder.record(items);
  await new Promise((resume) => setImmediate(resume));
}
await recorder.deliver();
delays.disable();

const start = await heldBytes();
for (let count = 0; count < 10; count++) recorder.record(items);
const before = await heldBytes();
await recorder.deliver();
const after = await heldBytes();

// What was there before may be collected meanwhile.
const perByte = (bytes: number): number => Math.max(0, bytes - start) / (10 * printed);
say({
  record,
  stringify,
  delay: delays.max / 1e6,
  heldBefore: perByte(before),
  heldAfter: perByte(after),
} satisfies Recorded);
