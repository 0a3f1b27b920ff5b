import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { Example } from './markdown';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'test/docs');
const FIXTURE = readFileSync(join(ROOT, 'rosetta/default.ts-fixture'), 'utf8');
/** An example may import again what the fixture imports, and may declare what it leaves out; the compiler still knows what it is. */
const PART_OF_AN_EXAMPLE = { duplicateIdentifier: 2300, modifiersCannotAppearHere: 1184 };
const IMPORT = /^import [^;]*;$/gm;

/** The errors of examples, in one program: each as `place: message`. */
export function errorsOf(examples: readonly Example[]): string[] {
  const sources = new Map(examples.map((example, n) => [join(FOLDER, `example-${n}.ts`), example]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.getSourceFile = (name, languageVersion) => {
    const example = sources.get(name);
    return example ? ts.createSourceFile(name, inFixture(example), languageVersion) : getSourceFile(name, languageVersion);
  };
  const program = ts.createProgram({ rootNames: [...sources.keys()], options, host });
  return [...sources].flatMap(([name, { place }]) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter(({ code }) => !Object.values(PART_OF_AN_EXAMPLE).includes(code))
      .map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}

function inFixture({ code, isWhole }: Example): string {
  if (isWhole) return code;
  const imports = code.match(IMPORT) ?? [];
  return [...imports, FIXTURE.replace('/// here', () => code.replaceAll(IMPORT, ''))].join('\n');
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(ROOT, 'tsconfig.dev.json');
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  // a user's strict compiler, but for what an example declares and leaves to the reader
  const shown = { noUnusedLocals: false, noUnusedParameters: false };
  const paths = {
    'cdk-secure-repository': [join(ROOT, 'src/index.ts')],
    // the package's root without all of its modules, which the examples do not use and the compiler would read
    'aws-cdk-lib': [join(ROOT, 'node_modules/aws-cdk-lib/core/lib/index.d.ts')],
  };
  return { ...options, ...shown, paths };
}
