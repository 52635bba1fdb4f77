// Puts a .br and a .gz beside each text file of the build, so that the server compresses nothing while somebody waits.
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

// Not the page itself: the server writes a nonce into it for each answer.
const files = globSync('dist/browser/**/*.{js,css,svg}');

await Promise.all(
  files.map(async (file) => {
    const bytes = await readFile(file);
    const [brotli, gzipped] = await Promise.all([
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
    ]);
    await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)]);
  }),
);
