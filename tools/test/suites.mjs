import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Columns of the table; each is an Nx target of some projects, and the name of the file with the counts. */
export const modes = [
  { name: 'unit', target: 'test' },
  { name: 'package', target: 'test-package', projects: ['sdk'] },
  { name: 'embedded', target: 'test-embedded', projects: ['server'] },
  { name: 'external', target: 'test-external', projects: ['server'], needs: ['redis', 's3'] },
  { name: 'browser', target: 'test-browser', projects: ['e2e'], needs: ['chromium'] },
];

/** Every suite there is, and those that there should be: `{ project, mode, target, counts, isDeclared }`. */
export function findSuites() {
  const projects = globSync('{apps,libs}/*/project.json').sort().map(readProject);
  return modes.flatMap((mode) => projects.filter((project) => hasSuite(project, mode)).map(suiteOf(mode)));
}

function readProject(file) {
  const { name, targets } = JSON.parse(readFileSync(file, 'utf8'));
  return { name, targets: targets ?? {}, folder: path.dirname(file) };
}

const hasSuite = (project, { target, projects }) => target in project.targets || projects?.includes(project.name);

const suiteOf = (mode) => (project) => ({
  project: project.name,
  mode: mode.name,
  target: mode.target,
  isDeclared: mode.target in project.targets,
  counts: path.join(project.folder, 'test-results', `${mode.name}.json`),
});
