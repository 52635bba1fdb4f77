import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Leaves `test-results/{suite}.json` with the counts, which tools/test.mjs adds up. */
export default class CountingReporter {
  #file;

  constructor(globalConfig, { suite }) {
    this.#file = path.join(globalConfig.rootDir, 'test-results', `${suite}.json`);
  }

  onRunComplete(_contexts, results) {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const {
      numPassedTests: passed,
      numFailedTests,
      numRuntimeErrorTestSuites,
      numPendingTests,
      numTodoTests,
    } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    writeFileSync(this.#file, `${JSON.stringify({ passed, failed, skipped: numPendingTests + numTodoTests })}\n`);
  }
}
