// Names in the page what it needs whatever the address, so that it comes together with the first script, and by names that caches keep.
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';

const folder = 'dist/browser';
const page = `${folder}/index.html`;
const imported = /\bfrom ?["'`]\.\/([\w-]+\.js)["'`]/g;
const importedLater = /\bimport\(["'`]\.\/([\w-]+\.js)["'`]\)/g;
/** Those of Latin text, which every page shows. */
const fonts = /\burl\("?\.?\/?(media\/[\w-]+-latin-wght-normal-\w+\.woff2)"?\)/g;

const namesIn = (file, pattern) =>
  [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(pattern)].map(([, name]) => name);

const [main] = globSync('main-*.js', { cwd: folder });
const [styles] = globSync('styles-*.css', { cwd: folder });
const needed = namesIn(main, importedLater).map((script) => new Set(namesIn(script, imported)));
const shared = [...new Set(needed.flatMap((names) => [...names]))].filter(
  (name) => name !== main && needed.filter((names) => names.has(name)).length > 1,
);
const links = [
  ...[...new Set(namesIn(styles, fonts))].map(
    (name) => `<link rel="preload" href="${name}" as="font" type="font/woff2" crossorigin=""/>`,
  ),
  ...shared.map((name) => `<link rel="modulepreload" href="${name}"/>`),
];
const html = readFileSync(page, 'utf8')
  .replace('src="theme.js"', `src="${hashed('theme.js')}"`)
  // It waits for no style and no other script.
  .replace(/(<script src="main-[\w-]+\.js" type="module") nonce/, '$1 async nonce');
// Those of an earlier run over the same bundle are there.
const missing = links.filter((link) => !html.includes(link)).join('');
writeFileSync(page, html.replace('</head>', `${missing}</head>`));

/** A copy whose name has a hash of its bytes. */
function hashed(name) {
  const hash = createHash('sha256')
    .update(readFileSync(`${folder}/${name}`))
    .digest('base64url');
  const copy = name.replace('.', `-${hash.replaceAll('-', '_').slice(0, 8).toUpperCase()}.`);
  copyFileSync(`${folder}/${name}`, `${folder}/${copy}`);
  return copy;
}
