import { copyFile } from 'node:fs/promises';
import { defineConfig } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const build = (name, output, { isForNode = false, plugins = [] } = {}) => ({
  input: { [name]: 'src/index.ts' },
  platform: 'neutral',
  external: /^node:/,
  resolve: { conditionNames: ['@flow-trail/source', ...(isForNode ? ['node'] : []), 'import', 'default'] },
  plugins,
  checks: { bundlerTimings: false },
  output: { dir: 'dist', sourcemap: false, ...output },
});

/** Node has one copy of the code, whether it is imported or required: two would not know each other's current flow. */
const importable = {
  name: 'importable',
  generateBundle(_options, bundle) {
    const names = Object.values(bundle).flatMap(({ exports = [] }) => exports);
    this.emitFile({
      type: 'asset',
      fileName: 'node.js',
      source: `export { ${names.join(', ')} } from './node.cjs';\n`,
    });
  },
};

/** TypeScript takes types as those of a CommonJS module only from a file of that kind. */
const typesForBoth = {
  name: 'types-for-both',
  writeBundle: () => copyFile('dist/index.d.ts', 'dist/index.d.cts'),
};

const types = dts({
  eager: true,
  emitDtsOnly: true,
  tsconfig: 'tsconfig.json',
  compilerOptions: { stripInternal: true },
});

/** No output has imports but of node:, @flow-trail/contracts included: it is not published. */
export default defineConfig([
  build('index', {
    cleanDir: true,
    chunkFileNames: ({ isDynamicEntry }) => (isDynamicEntry ? 'sending.js' : 'shared.js'),
  }),
  build('node', { format: 'cjs', entryFileNames: 'node.cjs' }, { isForNode: true, plugins: [importable] }),
  // Those of Node, which browsers have too.
  build('index', {}, { isForNode: true, plugins: [types, typesForBoth] }),
]);
