import * as ts from 'typescript';
import { putOffRequires } from '../../projenrc/lazy/put-off-requires';

function rewritten(text: string): string {
  const options: ts.CompilerOptions = { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (name, version) => (name === 'module.js' ? ts.createSourceFile(name, text, version, true) : undefined);
  const program = ts.createProgram(['module.js'], options, host);
  return putOffRequires(program.getSourceFile('module.js')!, program.getTypeChecker());
}

/** What a module exports, and the modules that it loaded until it was loaded itself, and after. */
function run(text: string, use: (exported: Record<string, () => unknown>) => unknown) {
  const loaded: string[] = [];
  const load = (name: string) => {
    loaded.push(name);
    return { name: () => name, Thing: class {} };
  };
  const exported: Record<string, () => unknown> = {};
  new Function('require', 'exports', '__importStar', rewritten(text))(load, exported, (module: unknown) => module);
  const atOnce = [...loaded];
  return { result: use(exported), atOnce, loaded };
}

test('a module is loaded once, and not before it is used', () => {
  const text = 'const a_1 = require("./a");\nexports.f = () => [a_1.name(), (0, a_1.name)()];';
  expect(run(text, ({ f }) => [f(), f()])).toEqual({
    result: [
      ['./a', './a'],
      ['./a', './a'],
    ],
    atOnce: [],
    loaded: ['./a'],
  });
});

test('a namespace is put off with its wrapper', () => {
  const text = 'const iam = __importStar(require("iam"));\nexports.f = () => iam.name();';
  expect(run(text, ({ f }) => f())).toEqual({ result: 'iam', atOnce: [], loaded: ['iam'] });
});

test('a class of a module that is put off can be made, with arguments and without', () => {
  const text = 'const a_1 = require("./a");\nexports.f = () => [new a_1.Thing(1), new a_1.Thing];';
  expect(run(text, ({ f }) => (f() as object[]).map((made) => made.constructor.name)).result).toEqual(['Thing', 'Thing']);
});

test('what a class extends is loaded with the class', () => {
  const text = 'const a_1 = require("./a");\nexports.C = class C extends a_1.Thing {};';
  expect(run(text, () => undefined).atOnce).toEqual(['./a']);
});

test.each([
  ['a parameter', 'exports.f = () => ((iam) => iam)("mine");'],
  ['a variable', 'exports.f = () => { const iam = "mine"; return iam; };'],
  ['a property', 'exports.f = () => ({ iam: "mine" }).iam;'],
])('%s of the same name stays what it is', (_, use) => {
  expect(run(`const iam = require("iam");\n${use}`, ({ f }) => f())).toEqual({ result: 'mine', atOnce: [], loaded: [] });
});

test('a property that takes its name from a module holds the module', () => {
  const { result } = run('const iam = require("iam");\nexports.f = () => ({ iam });', ({ f }) =>
    (f() as { iam: { name(): string } }).iam.name(),
  );
  expect(result).toBe('iam');
});

test('a module that is required for its effect alone is loaded at once', () => {
  expect(run('require("./effect");', () => undefined).atOnce).toEqual(['./effect']);
});

test('lines stay where they are, and a second time changes nothing', () => {
  const text = '"use strict";\nconst a_1 = require("./a");\nfoo();\nexports.f = () => a_1.name();\n';
  const once = rewritten(text);
  expect(once.split('\n').map((line) => line.slice(0, 3))).toEqual(
    text
      .replace('const', 'let')
      .split('\n')
      .map((line) => line.slice(0, 3)),
  );
  expect(rewritten(once)).toBe(once);
});
