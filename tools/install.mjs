// Installs the packages when they differ from package-lock.json. Runs on any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

const platform = `${process.platform}-${process.arch}`;
const isNewEnough = Number.parseInt(process.versions.node, 10) >= 24;
const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

function npm(args, path = process.env.PATH) {
  const { error, signal, status } = spawnSync('npm', [...args, ...quiet], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  if (error) stop(`npm was not found (${error.message}). Install it beside Node, then try again.`);
  if (signal || status === 130) process.exit(130);
  if (status !== 0) {
    stop('The dependencies could not be installed: npm says why above. Is the npm registry within reach?');
  }
}

function install() {
  console.log('Installing dependencies (about a minute) …');
  if (isNewEnough) npm(['ci']);
  else installOnNewerNode();
}

/** An older Node would leave out, without a word, each optional package that does not declare to support it. */
function installOnNewerNode() {
  const name = `node-${platform}`;
  const version = JSON.parse(readFileSync('package.json', 'utf8')).optionalDependencies[name];
  if (!version) return stop(noNode);
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-trail-node-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  npm(['install', `--prefix=${folder}`, '--no-save', '--no-package-lock', `${name}@${version}`]);
  npm(['ci'], [path.join(folder, 'node_modules', name, 'bin'), process.env.PATH].join(path.delimiter));
}

/** Some versions of npm unpack the package that brings Node, but do not link its program. */
function linkNode() {
  const program = `../node-${platform}/bin/node`;
  if (existsSync('node_modules/.bin/node')) return;
  if (existsSync(`node_modules/.bin/${program}`)) symlinkSync(program, 'node_modules/.bin/node');
  else if (!isNewEnough) stop(noNode);
}

const noNode = `Flow Trail runs on Node 24, which npm does not carry for ${platform}. Install Node 24, then try again.`;

// npm gets the terminal's Ctrl-C too; what is temporary must go all the same.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
if (!areInstalled()) install();
linkNode();
