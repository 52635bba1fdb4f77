import { askFirst } from './app/api/first-request';
import { loadPage } from './app/app.routes';
import { startEngine } from './app/records/engine-worker';

// What this address needs comes side by side, not one after the other.
askFirst(new URL(location.href));
void loadPage(location.pathname);
void import('./app/start').then(({ start }) => start());
startEngine();
