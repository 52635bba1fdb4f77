import { startChild } from '../dev/child.mjs';

/** Runs an Nx target of the projects with its output in the terminal; answers whether Nx was content. */
export async function runTarget(target, projects, { env = {}, signal } = {}) {
  const args = ['run-many', '-t', target, '-p', projects.join(','), '--output-style=stream'];
  const nx = startChild('nx', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  // Nx keeps its tasks in groups of their own, and ends them when it is asked to end.
  const stop = () => void nx.stop(10_000);
  signal.addEventListener('abort', stop, { once: true });
  const { code } = await nx.ended;
  signal.removeEventListener('abort', stop);
  return code === 0;
}
