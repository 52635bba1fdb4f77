// make test: every suite in every mode that this machine allows, then a table. REQUIRE_ALL=1: what did not run failed.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { withExternalServices } from './test/external-services.mjs';
import { isThere, services } from './test/programs.mjs';
import { report } from './test/report.mjs';
import { runTarget } from './test/run-target.mjs';
import { findSuites, modes } from './test/suites.mjs';

const isAllRequired = process.env.REQUIRE_ALL === '1';
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());

const suites = findSuites();
const results = [];
for (const mode of modes) results.push(...(await runMode(mode)));
if (stopping.signal.aborted) process.exit(130);
const { text, isGood } = report(results, isAllRequired);
console.log(`\n${text}`);
process.exit(isGood ? 0 : 1);

async function runMode({ name, target, needs = [] }) {
  const ofMode = suites.filter(({ mode }) => mode === name);
  const runnable = ofMode.filter(({ isDeclared }) => isDeclared);
  const undeclared = ofMode.filter(({ isDeclared }) => !isDeclared);
  const notThere = undeclared.map((suite) => notRun(suite, `the project has no target ${target}.`));
  const missing = needs.filter((service) => !isThere(service)).map((service) => services[service].title);
  if (missing.length > 0) {
    const reason = `${missing.join(' and ')} not installed. Get it with: make services`;
    return [...notThere, ...runnable.map((suite) => notRun(suite, reason))];
  }
  if (stopping.signal.aborted || runnable.length === 0) return notThere;
  return [...notThere, ...(await runSuites(name, target, runnable))];
}

async function runSuites(mode, target, runnable) {
  // Nx brings the counts back with what it has cached; older ones would say something else.
  for (const { counts } of runnable) rmSync(counts, { force: true });
  const projects = runnable.map(({ project }) => project);
  const run = (env) => runTarget(target, projects, { env, signal: stopping.signal });
  try {
    const isContent = mode === 'external' ? await withExternalServices(run) : await run();
    return judge(runnable, isContent);
  } catch (error) {
    return runnable.map((suite) => ({ ...suite, failed: 1, reason: error.message }));
  }
}

/** A suite that ran no test proves nothing, and neither does one whose runner complained after the last test. */
function judge(runnable, isContent) {
  const judged = runnable.map((suite) => {
    const counts = existsSync(suite.counts) && JSON.parse(readFileSync(suite.counts, 'utf8'));
    if (!counts) return { ...suite, failed: 1, reason: 'it left no counts: see its output above.' };
    if (counts.passed + counts.failed === 0) return { ...suite, ...counts, failed: 1, reason: 'it ran no test.' };
    return { ...suite, ...counts };
  });
  if (isContent || judged.some(({ failed }) => failed > 0)) return judged;
  const [first, ...rest] = judged;
  return [{ ...first, failed: 1, reason: 'its runner ended with an error: see its output above.' }, ...rest];
}

function notRun(suite, reason) {
  return { ...suite, status: 'not run', reason };
}
