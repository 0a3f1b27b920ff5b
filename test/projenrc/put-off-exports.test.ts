import { putOffExports } from '../../projenrc/lazy/put-off-exports';

const INDEX = '"use strict";\n__exportStar(require("./a"), exports);\n__exportStar(require("./types-only"), exports);\nlast();\n';
const NAMES: Record<string, string[]> = { './a': ['One', 'Two'], './types-only': [] };
const lazy = putOffExports(INDEX, (module) => NAMES[module]);

test('a name of the index loads its module when it is asked for, and no other', () => {
  const loaded: string[] = [];
  const exported: Record<string, unknown> = {};
  const load = (module: string) => {
    loaded.push(module);
    return { One: 1, Two: 2 };
  };
  new Function('require', 'exports', 'last', lazy)(load, exported, () => undefined);
  expect(Object.keys(exported)).toEqual(['One', 'Two']);
  expect(loaded).toEqual([]);
  expect(exported.Two).toBe(2);
  expect(loaded).toEqual(['./a']);
});

test('a name that is exported by its name is assigned, too', () => {
  const byName = [
    'let a_1 = () => { const loaded = require("./a"); a_1 = () => loaded; return loaded; };',
    'Object.defineProperty(exports, "One", { enumerable: true, get: function () { return a_1().One; } });',
    'Object.defineProperty(exports, "Two", { enumerable: true, get: function () { return a_1().Two; } });',
    'last();',
  ].join('\n');
  const [exports, last, ...others] = putOffExports(byName, () => []).split('\n');
  expect(exports).toMatch(
    /^exports\.Two = exports\.One = void 0; Object\.defineProperties\(exports, \{ One: \{.* get: \(\) => require\("\.\/a"\)\.One \}/,
  );
  expect([last, others]).toEqual(['last();', []]);
});

test('the other lines of the index stay where they are', () => {
  expect(lazy.split('\n')).toEqual(['"use strict";', expect.stringContaining('exports.One'), '', 'last();', '']);
});
