const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const options = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', platform: 'node' };
const ownText = readFileSync(__filename);

/** A module as tsc makes one: a test may replace its exports, and who imports all of it gets the module itself, not a copy. */
const asTscDoes = (code) =>
  code
    .replace(/__defProp\((target, name|to, key), \{/g, '__defProp($1, { configurable: true,')
    .replace('var __toESM = (mod, isNodeMode, target) => (', 'var __toESM = (mod, isNodeMode, target) => mod && mod.__esModule ? mod : (');

/** A transformer of jest that only removes the types, which tsc checks. ts-jest does the same, and loads the compiler in each worker for it. */
module.exports = {
  getCacheKey: (text, path) => createHash('sha256').update(ownText).update(version).update(path).update('\0').update(text).digest('hex'),
  process: (text, path) => ({ code: asTscDoes(transformSync(text, { ...options, sourcefile: path }).code) }),
};
