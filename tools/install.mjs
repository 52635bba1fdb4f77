// Installs the packages when they differ from package-lock.json. Runs on any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** By content, not by time: a checkout of another branch touches the lock file without changing it. */
function areInstalled() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = installed[place];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.devOptional);
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (!areInstalled()) {
  console.log('Installing dependencies (about a minute) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (npm.error) stop(`npm was not found (${npm.error.message}). Install it beside Node, then try again.`);
  if (npm.signal || npm.status !== 0) {
    stop('The dependencies could not be installed: npm says why above. Is the npm registry within reach?');
  }
}
if (!existsSync('node_modules/.bin/node') && Number.parseInt(process.versions.node, 10) < 24) {
  const platform = `${process.platform}-${process.arch}`;
  stop(`Flow Trail runs on Node 24, which npm does not carry for ${platform}. Install Node 24, then try again.`);
}
