import { startChild } from '../dev/child.mjs';

/** Three times what the longest took on a slow machine; a runner that something keeps from ending would otherwise hold up all that follow, and say nothing. */
const longestMinutes = 45;

/** Runs an Nx target of the projects with its output in the terminal; answers whether Nx was content. */
export async function runTarget(target, projects, { env = {}, signal } = {}) {
  const args = ['run-many', '-t', target, '-p', projects.join(','), '--output-style=stream'];
  const nx = startChild('nx', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  // Nx keeps its tasks in groups of their own, and ends them when it is asked to end.
  const stop = () => void nx.stop(10_000);
  signal.addEventListener('abort', stop, { once: true });
  const limit = setTimeout(() => {
    console.error(`${target} has not ended after ${longestMinutes} minutes, and is stopped.`);
    stop();
  }, longestMinutes * 60_000);
  const { code } = await nx.ended;
  clearTimeout(limit);
  signal.removeEventListener('abort', stop);
  return code === 0;
}
