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

test('the other lines of the index stay where they are', () => {
  expect(lazy.split('\n')).toEqual(['"use strict";', expect.stringContaining('exports.One'), '', 'last();', '']);
});
