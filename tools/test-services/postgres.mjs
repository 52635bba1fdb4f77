// node tools/test-services/postgres.mjs [folder]: a PostgreSQL for tests, started again when it dies, until Ctrl-C
import '../typescript-hook.mjs';
import { stopOnSignal } from './service-process.mjs';

const { startEmbeddedPostgres } = await import('../../apps/server/src/storage/embedded/embedded-postgres.ts');

const [folder = '.flow-trail/services/database'] = process.argv.slice(2);
const database = await startEmbeddedPostgres(folder, { log: (line) => console.error(line) });
console.log(`export DATABASE_URL=${database.url}`);
stopOnSignal(database);
