// Names in each page what it needs, so that it comes together with the first script, and by names that caches keep; says of
// those scripts that they are compiled as they come.
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';

const folder = 'dist/browser';
const page = `${folder}/index.html`;
const imported = /\bfrom ?["'`]\.\/([\w-]+\.js)["'`]/g;
const importedLater = /\bimport\(["'`]\.\/([\w-]+\.js)["'`]\)/g;
/** Those of Latin text, which every page shows. */
const fonts = /\burl\("?\.?\/?(media\/[\w-]+-latin-wght-normal-\w+\.woff2)"?\)/g;

/** Has V8 compile a whole script beside, while it comes: three quarters of it are called while the page starts. */
const compileHint = '//# allFunctionsCalledOnLoad\n';

const namesIn = (file, pattern) =>
  [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(pattern)].map(([, name]) => name);

const [main] = globSync('main-*.js', { cwd: folder });
const [styles] = globSync('styles-*.css', { cwd: folder });
const later = namesIn(main, importedLater);
const needed = later.map((script) => new Set(namesIn(script, imported)));
const shared = [...new Set(needed.flatMap((names) => [...names]))].filter(
  (name) => name !== main && needed.filter((names) => names.has(name)).length > 1,
);
/** What draws the frame, and what every page imports. */
const common = [scriptOf('ft-root'), ...shared];
const theme = hashed('theme.js');
const html = readFileSync(page, 'utf8')
  // Those of an earlier run over the same bundle.
  .replaceAll(/<link rel="(?:module)?preload"[^>]*>/g, '')
  .replace('src="theme.js"', `src="${theme}"`)
  // It waits for no style and no other script.
  .replace(/(<script src="main-[\w-]+\.js" type="module") nonce/, '$1 async nonce');
const flowPage = scriptOf('ft-flow-page');
write('flow.html', [flowPage, ...namesIn(flowPage, imported)]);
write('index.html', [scriptOf('ft-flow-list-page')]);
compileAtOnce(main);

/** @param own Scripts of this page alone. */
function write(name, own) {
  const scripts = new Set([...common, ...own]);
  scripts.delete(main);
  scripts.forEach(compileAtOnce);
  const links = [
    ...[...new Set(namesIn(styles, fonts))].map(
      (font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin=""/>`,
    ),
    ...[...scripts].map((script) => `<link rel="modulepreload" href="${script}"/>`),
  ];
  writeFileSync(`${folder}/${name}`, html.replace('</head>', `${links.join('')}</head>`));
}

function compileAtOnce(script) {
  const text = readFileSync(`${folder}/${script}`, 'utf8');
  if (!text.startsWith(compileHint)) writeFileSync(`${folder}/${script}`, compileHint + text);
}

/** The script that draws an element, of those that the first one imports. */
function scriptOf(element) {
  return later.find((script) => readFileSync(`${folder}/${script}`, 'utf8').includes(`\`${element}\``));
}

/** A copy whose name has a hash of its bytes. */
function hashed(name) {
  const hash = createHash('sha256')
    .update(readFileSync(`${folder}/${name}`))
    .digest('base64url');
  const copy = name.replace('.', `-${hash.replaceAll('-', '_').slice(0, 8).toUpperCase()}.`);
  copyFileSync(`${folder}/${name}`, `${folder}/${copy}`);
  return copy;
}
