import { awscdk } from 'projen';

/** The allowed dependencies of docs/architecture.md: the modules of src/, and what each may import. */
const MODULES: { readonly module: string; readonly mayImport: string[] }[] = [
  { module: 'private', mayImport: [] },
  { module: 'lifecycle/core', mayImport: ['private'] },
  { module: 'repository', mayImport: ['private', 'lifecycle/core'] },
  { module: 'lifecycle', mayImport: ['private', 'lifecycle/core', 'repository'] },
  { module: 'access', mayImport: ['private', 'repository'] },
  { module: 'events', mayImport: ['private', 'repository'] },
  { module: 'deployments', mayImport: ['private', 'lifecycle/core'] },
  { module: 'pipelines', mayImport: ['private', 'repository', 'access'] },
  { module: 'registry', mayImport: ['private', 'lifecycle', 'repository', 'access'] },
  {
    module: 'rules',
    mayImport: ['private', 'lifecycle', 'repository', 'access', 'registry', 'secure-repository.ts', 'secure-repository-props.ts'],
  },
  { module: 'fleet', mayImport: ['private', 'lifecycle', 'access', 'rules'] },
  { module: 'cli', mayImport: ['private', 'lifecycle', 'rules', 'fleet'] },
];

/** ESLint with prettier: it reports and never rewrites, and holds the allowed dependencies between the modules of src/. */
export function configureLint(project: awscdk.AwsCdkConstructLibrary): void {
  const eslint = project.eslint!;
  // one program for all folders but that of the page: the project service would look at tsconfig.json alone, which has src/ only
  eslint.config.parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: ['./tsconfig.dev.json', './page/tsconfig.json'] };
  eslint.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';
  for (const pattern of ['page', 'test', 'bench', 'examples', 'templates', 'projenrc', 'tools', '.projenrc.ts']) {
    eslint.addLintPattern(pattern);
  }
  eslint.allowDevDeps('page/**');
  eslint.allowDevDeps('bench/**');
  eslint.allowDevDeps('examples/**');
  eslint.allowDevDeps('templates/**');
  eslint.addIgnorePattern('**/cdk.out/');
  eslint.addIgnorePattern('build/');
  eslint.addIgnorePattern('tools/ci/');
  // ESLint reports formatting as well, but `npm test` leaves it out: it takes as long as all other rules
  project.addTask('format:check', { description: 'Check the formatting of all sources', exec: 'prettier --check "**/*.{ts,tsx}"' });

  const zones = MODULES.map(({ module, mayImport }) => ({
    target: `./src/${module}`,
    from: './src',
    // a module may always import from itself
    except: [module, ...mayImport].map((allowed) => `./${allowed}`),
    message: `src/${module} may import from ${mayImport.map((allowed) => `src/${allowed}`).join(', ') || 'no other module'}`,
  }));
  const [level, order] = eslint.rules['import/order'];
  eslint.addRules({
    // the package by its own name is a dependency like any other, whether lib/ has been built or not
    'import/order': [
      level,
      { ...order, pathGroups: [{ pattern: 'cdk-secure-repository', group: 'external' }], pathGroupsExcludedImportTypes: ['builtin'] },
    ],
    'import/no-restricted-paths': [
      'error',
      {
        zones: [
          ...zones.filter(({ target }) => target !== './src/lifecycle'),
          // the zone of lifecycle covers lifecycle/core too, which the zone above narrows further
          ...zones.filter(({ target }) => target === './src/lifecycle'),
          { target: './src/lifecycle/core', from: './node_modules/aws-cdk-lib', message: 'the core is pure' },
          { target: './src/lifecycle/core', from: './node_modules/constructs', message: 'the core is pure' },
          {
            target: './page',
            from: './src',
            except: ['./lifecycle/core', './private'],
            message: 'page/ may import from src/lifecycle/core and src/private',
          },
          { target: './src', from: './src/index.ts', message: 'index.ts is for users of the package' },
        ],
      },
    ],
  });

  // the package's name leads to src/ here, too: only a path to src/ is refused
  eslint.addOverride({
    files: ['examples/**/*.ts', 'templates/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/src', '**/src/**'], message: 'import the package by its name, as a user does' }] },
      ],
    },
  });
}
