// make bench: every benchmark that a project declares as its Nx target `bench`.
import { globSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const projects = globSync('{apps,libs}/*/project.json').map((file) => JSON.parse(readFileSync(file, 'utf8')));
const benched = projects.filter(({ targets }) => targets?.bench).map(({ name }) => name);

if (benched.length === 0) {
  console.log('No project has a benchmark yet: nothing was measured. One is added as the target "bench" of a project.');
} else {
  console.log(`Benchmarks: ${benched.join(', ')}`);
  const { status } = spawnSync('nx', ['run-many', '-t', 'bench', '--parallel=1'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
