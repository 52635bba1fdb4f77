// A program of its own: what it costs to filter 5,000 items by 5 rules and record every verdict, beyond asking the rules by hand.
import { createFlow } from '@flow-trail/sdk';
import { itemsOf, passes, rules } from './items.js';
import { mediansInTurns, say } from './measured.js';

/** What this program says, in milliseconds. */
export interface Filtered {
  filter: number;
  byHand: number;
  stringify: number;
}

const [turns = '200'] = process.argv.slice(2);
const items = itemsOf(5000);
const newFlow = () => createFlow('bench', { sample: 0 });
let flow = newFlow();
let kept = 0;

const print = () => (kept += JSON.stringify(items).length);
// What is sampled out is let go of at once, and nothing is sent.
const startAnew = async () => {
  await flow.finish();
  flow = newFlow();
};

const measured: Filtered = await mediansInTurns(
  {
    stringify: print,
    byHand: () => (kept += items.filter(passes).length),
    filter: () => (kept += flow.createStep('step').filter('kept', items, { candidate: 'id', rules }).length),
  },
  Number(turns),
  { before: print, between: startAnew },
);
say(measured);
