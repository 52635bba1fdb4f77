import { askFirst } from './app/api/first-request';
import { loadPage } from './app/app.routes';
import { readAhead } from './app/flows/page/read-ahead';
import { startEngine } from './app/records/engine-worker';

// What this address needs comes side by side, not one after the other.
const address = new URL(location.href);
const first = askFirst(address);
void import('./app/start').then(({ start }) => start());
void loadPage(address.pathname);
const engine = startEngine();
if (first) void readAhead(address, first, engine);
