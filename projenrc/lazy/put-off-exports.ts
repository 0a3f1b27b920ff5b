/**
 * An index that loads a module when one of its names is first asked for. Each name is also assigned: from that alone Node knows what an
 * ECMAScript module may import from it by name.
 * @see https://github.com/nodejs/cjs-module-lexer#grammar
 */
export function putOffExports(index: string, namesOf: (module: string) => string[]): string {
  return index
    .replace(/^__exportStar\(require\("(.+)"\), exports\);$/gm, (_, module: string) => exportsOf(module, namesOf(module)))
    .replace(EXPORT_BY_NAME, (_, module: string, exported: string) =>
      exportsOf(
        module,
        [...exported.matchAll(NAME)].map(([, name]) => name),
      ),
    );
}

/** `export { … } from '…'`, after the require was put off. Its getters call a function, which makes Node forget their names. */
const EXPORT_BY_NAME =
  /^let (?:\w+) = \(\) => \{ const loaded = require\("([^"]+)"\);.*\};((?:\nObject\.defineProperty\(exports, "\w+", \{ enumerable: true, get: function \(\) \{ return \w+\(\)\.\w+; \} \}\);)+)$/gm;
const NAME = /defineProperty\(exports, "(\w+)"/g;

function exportsOf(module: string, names: string[]): string {
  if (names.length === 0) return '';
  const assigned = [...names]
    .reverse()
    .map((name) => `exports.${name} = `)
    .join('');
  const properties = names.map((name) => `${name}: { enumerable: true, configurable: true, get: () => require("${module}").${name} }`);
  return `${assigned}void 0; Object.defineProperties(exports, { ${properties.join(', ')} });`;
}
