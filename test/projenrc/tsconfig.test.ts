import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test('the compiler is as strict as the strict rules of jsii require, apart from stripInternal and sources in source maps', () => {
  const { compilerOptions } = JSON.parse(text('tsconfig.json')) as { compilerOptions: object };
  expect(compilerOptions).toEqual({
    rootDir: 'src',
    outDir: 'lib',
    alwaysStrict: true,
    declaration: true,
    esModuleInterop: true,
    experimentalDecorators: true,
    inlineSourceMap: true,
    inlineSources: false,
    lib: ['es2022'],
    module: 'node16',
    noEmitOnError: true,
    noFallthroughCasesInSwitch: true,
    noImplicitAny: true,
    noImplicitReturns: true,
    noImplicitThis: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    resolveJsonModule: true,
    strict: true,
    strictNullChecks: true,
    strictPropertyInitialization: true,
    stripInternal: true,
    target: 'ES2022',
    types: ['jest', 'node'],
    skipLibCheck: true,
  });
});

test('jsii accepts them', () => {
  const { jsii } = JSON.parse(text('package.json')) as { jsii: object };
  expect(jsii).toMatchObject({ tsconfig: 'tsconfig.json', validateTsconfig: 'minimal' });
});

// only members that are marked vanish from the published types
test('each public member whose name starts with _ is marked @internal', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const members = sources.flatMap((file) => {
    const lines = text(join('src', file)).split('\n');
    return lines.flatMap((line, at) => {
      const [, name] = /^\s*public (?:(?:static|get|readonly|abstract|async) )*(_\w+)/.exec(line) ?? [];
      if (name === undefined) return [];
      const start = at - 1 - [...lines.slice(0, at)].reverse().findIndex((before) => before.trimStart().startsWith('/**'));
      return [{ name, isInternal: lines.slice(start, at).join('\n').includes('@internal') }];
    });
  });
  expect(members.length).toBeGreaterThan(5);
  expect(members.filter(({ isInternal }) => !isInternal)).toEqual([]);
});
