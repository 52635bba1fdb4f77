// make services: installs from Debian's packages what the external and browser tests need; nothing when all is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isThere, services } from './test/programs.mjs';

const missing = Object.keys(services).filter((name) => !isThere(name));
if (missing.length === 0) {
  console.log(`All there: ${titles(Object.keys(services))}.`);
} else {
  install();
}

function install() {
  const packages = missing.flatMap((name) => services[name].packages);
  if (!existsSync('/usr/bin/apt-get')) {
    stop(`This is no Debian or Ubuntu. Install with its own package manager: ${titles(missing)}.`);
  }
  const asRoot = process.getuid() === 0 ? [] : ['sudo'];
  if (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true']).error) {
    stop(`Neither root nor sudo: ask somebody who may to run apt-get install ${packages.join(' ')}.`);
  }
  console.log(`Installing ${titles(missing)} (a few minutes) …`);
  const script = new URL('./services/apt-install.sh', import.meta.url).pathname;
  const [command, ...words] = [...asRoot, '/bin/sh', script, ...packages];
  const { status } = spawnSync(command, words, { stdio: 'inherit' });
  const left = missing.filter((name) => !isThere(name));
  if (status !== 0 || left.length > 0) stop(`Could not be installed: ${titles(left)}. apt-get says why above.`);
}

function titles(names) {
  return names.map((name) => services[name].title).join(', ');
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
