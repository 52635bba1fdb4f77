// Names in the page the scripts that its first one leads to whatever the address, so that they come together with it.
import { globSync, readFileSync, writeFileSync } from 'node:fs';

const folder = 'dist/browser';
const page = `${folder}/index.html`;
const imported = /\bfrom ?["'`]\.\/([\w-]+\.js)["'`]/g;
const importedLater = /\bimport\(["'`]\.\/([\w-]+\.js)["'`]\)/g;

const namesIn = (script, pattern) =>
  [...readFileSync(`${folder}/${script}`, 'utf8').matchAll(pattern)].map(([, name]) => name);

const [main] = globSync('main-*.js', { cwd: folder });
const needed = namesIn(main, importedLater).map((script) => new Set(namesIn(script, imported)));
const shared = [...new Set(needed.flatMap((names) => [...names]))].filter(
  (name) => name !== main && needed.filter((names) => names.has(name)).length > 1,
);
const html = readFileSync(page, 'utf8');
// Those of an earlier run over the same bundle are there.
const links = shared
  .map((name) => `<link rel="modulepreload" href="${name}"/>`)
  .filter((link) => !html.includes(link))
  .join('');
writeFileSync(page, html.replace('</head>', `${links}</head>`));
