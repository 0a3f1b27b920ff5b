/**
 * An index that loads a module when one of its names is first asked for. Each name is also assigned: from that alone Node knows what an
 * ECMAScript module may import from it by name.
 * @see https://github.com/nodejs/cjs-module-lexer#grammar
 */
export function putOffExports(index: string, namesOf: (module: string) => string[]): string {
  return index.replace(/^__exportStar\(require\("(.+)"\), exports\);$/gm, (_, module: string) => exportsOf(module, namesOf(module)));
}

function exportsOf(module: string, names: string[]): string {
  if (names.length === 0) return '';
  const assigned = [...names]
    .reverse()
    .map((name) => `exports.${name} = `)
    .join('');
  const properties = names.map((name) => `${name}: { enumerable: true, configurable: true, get: () => require("${module}").${name} }`);
  return `${assigned}void 0; Object.defineProperties(exports, { ${properties.join(', ')} });`;
}
