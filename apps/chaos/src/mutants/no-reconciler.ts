import { rewire } from '../traps/rewire.js';

/** The queue is believed: nobody looks for what it lost. */
await rewire('processor/reconciler.ts', 'Reconciler', 'onApplicationBootstrap', () => () => undefined);
