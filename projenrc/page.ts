import { awscdk, JsonFile } from 'projen';

/** Builds the page without the library. */
export const BUILD_PAGE = 'ts-node --transpileOnly --project tsconfig.dev.json projenrc/page/build.ts';

/** The page of `--html`: one file, which the command fills with an inventory and a policy. Nothing but the command reads it. */
export function configurePage(project: awscdk.AwsCdkConstructLibrary): void {
  project.compileTask.exec(BUILD_PAGE);
  // the compiler options of the page: a browser, which jsii knows nothing of
  new JsonFile(project, 'page/tsconfig.json', {
    obj: {
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2022', 'dom', 'dom.iterable'],
        types: [],
        jsx: 'react-jsx',
        jsxImportSource: 'preact',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
      },
      include: ['**/*.ts', '**/*.tsx'],
    },
  });
  project.addPackageIgnore('/page/');

  const screenshots = project.addTask('screenshots', { description: 'Take the pictures of the page in docs/images anew' });
  screenshots.spawn(project.compileTask);
  screenshots.exec('test/browser/install-chromium.sh');
  screenshots.exec('ts-node --transpileOnly --project tsconfig.dev.json tools/screenshots.ts');
  // README and docs lead to them by their addresses
  project.addPackageIgnore('/docs/images/');
}
