import { defineConfig } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** One file of code and one of types, both without imports: @flow-trail/contracts is not published. */
export default defineConfig({
  input: 'src/index.ts',
  platform: 'neutral',
  external: [],
  resolve: { conditionNames: ['@flow-trail/source', 'import', 'default'] },
  plugins: [dts({ eager: true, tsconfig: 'tsconfig.json', compilerOptions: { stripInternal: true } })],
  checks: { bundlerTimings: false },
  output: { dir: 'dist', cleanDir: true, sourcemap: false },
});
