// Runs TypeScript sources straight from node, decorators included: node -C @flow-trail/source --import ./tools/typescript-hook.mjs file.ts
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const { $schema: _, ...swc } = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

registerHooks({
  resolve(specifier, context, next) {
    const isRelative = /^\.{1,2}\//.test(specifier) && specifier.endsWith('.js');
    if (isRelative && context.parentURL?.endsWith('.ts')) {
      const source = new URL(`${specifier.slice(0, -2)}ts`, context.parentURL);
      if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const options = { ...swc, filename, sourceMaps: 'inline', swcrc: false, configFile: false };
    return {
      format: 'module',
      source: transformSync(readFileSync(filename, 'utf8'), options).code,
      shortCircuit: true,
    };
  },
});
