// node tools/lockfile.mjs [--check]: completes package-lock.json with the optional packages of other platforms.
//
// npm leaves out of the lock what its registry does not serve, and a mirror need not have the binaries of every platform. `npm ci` then
// refuses the lock everywhere. What is added has the exact version that its dependent asks for; its integrity is learnt on that platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const file = new URL('../package-lock.json', import.meta.url);
const systems = ['darwin', 'win32', 'android', 'freebsd', 'openharmony', 'linux'];
const processors = {
  arm64: ['arm64', 'aarch64'],
  x64: ['x64'],
  ia32: ['ia32'],
  ppc64: ['ppc64'],
  s390x: ['s390x'],
  riscv64: ['riscv64'],
  loong64: ['loong64'],
  wasm32: ['wasm32'],
  arm: ['-arm'],
};

/** Paths in node_modules → entries that the lock lacks. */
export function missingEntries(lock) {
  const missing = {};
  for (const [place, { optionalDependencies = {}, ...dependent }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(lock, place, name) || !/^\d+\.\d+\.\d+/.test(version)) continue;
      missing[`node_modules/${name}`] = entryFor(name, version, dependent);
    }
  }
  return missing;
}

/** As node looks packages up: beside the dependent, then in each folder above it. */
function isLocked({ packages }, place, name) {
  const folders = place.split('/node_modules/');
  const candidates = folders.map((_, at) => `${folders.slice(0, folders.length - at).join('/node_modules/')}/`);
  return [...candidates, ''].some((folder) => `${folder.replace(/^\/$/, '')}node_modules/${name}` in packages);
}

function entryFor(name, version, { dev, license }) {
  const os = systems.filter((system) => name.includes(system)).slice(0, 1);
  const cpu = Object.keys(processors)
    .filter((processor) => processors[processor].some((word) => name.includes(word)))
    .slice(0, 1);
  if (cpu.length === 0) throw new Error(`${name}: for which processor is it? Name it in tools/lockfile.mjs.`);
  return {
    version,
    cpu,
    ...(dev && { dev }),
    ...(license && { license }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (process.argv.includes('--check')) {
    if (names.length > 0)
      console.error(`package-lock.json lacks ${names.length} packages of other platforms: run node tools/lockfile.mjs`);
    process.exit(names.length > 0 ? 1 : 0);
  }
  lock.packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${names.length} packages added.`);
}
