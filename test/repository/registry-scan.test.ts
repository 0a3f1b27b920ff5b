import { App, Aspects, CfnCondition, CfnParameter, CfnResource, Duration, Environment, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { IConstruct } from 'constructs';
import {
  FindingSeverity,
  LifecyclePolicy,
  RegistryScanning,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  ScanFindingsRule,
  SecureRegistry,
  SecureRepository,
  Upstream,
} from '../../src/index';
import { RegistrySettings } from '../../src/repository/registry-settings';
import { HOME, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const ID = 'cdk-secure-repository:not-scanned';
const prod = RepositoryFilter.matching('prod/*');

/** The L1 as a user writes it. */
function l1(stack: Stack, scanType: string, ...rules: [frequency: string, ...filters: string[]][]): ecr.CfnRegistryScanningConfiguration {
  return new ecr.CfnRegistryScanningConfiguration(stack, 'L1', {
    scanType,
    rules: rules.map(([scanFrequency, ...filters]) => ({
      scanFrequency,
      repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    })),
  });
}

function conditionIn(stack: Stack): CfnCondition {
  return new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
}

/** An app with a repository, and what else a test adds to it. */
function app(build: (stack: Stack, root: App) => void, options: { readonly name?: string; readonly env?: Environment } = {}) {
  const { name: repositoryName, env } = { name: 'prod/api', env: HOME, ...options };
  const root = new App();
  const stack = new Stack(root, 'Shop', { env });
  const repository = new SecureRepository(stack, 'Api', { repositoryName });
  build(stack, root);
  const warnings = warningsOf(stack).filter((warning) => warning.includes(ID));
  return { line: repository.describe()[0], warnings, stack };
}

describe('a repository in an app with a scanning configuration', () => {
  const byScanning = (scanning: RegistryScanning) => (stack: Stack) => new SecureRegistry(stack, 'Registry', { scanning });

  test.each<[what: string, build: (stack: Stack, root: App) => void, name: string | undefined, line: string, isWarned: boolean]>([
    ['no configuration', () => undefined, 'prod/api', 'every image is scanned on push while the registry uses basic scanning', false],
    [
      'continuous enhanced scanning',
      byScanning(RegistryScanning.enhanced({ continuous: [prod], onPush: [RepositoryFilter.all()] })),
      'prod/api',
      'every image is scanned on push and again when vulnerabilities are published, by Amazon Inspector (Shop/Registry/Scanning)',
      false,
    ],
    [
      'enhanced scanning on push',
      byScanning(RegistryScanning.enhanced({ continuous: [prod], onPush: [RepositoryFilter.all()] })),
      'lab/api',
      'every image is scanned on push, by Amazon Inspector (Shop/Registry/Scanning)',
      false,
    ],
    [
      'enhanced scanning of other repositories',
      byScanning(RegistryScanning.enhanced({ continuous: [prod] })),
      'lab/api',
      'images are not scanned: no filter of the enhanced scanning configuration Shop/Registry/Scanning matches the name',
      true,
    ],
    [
      'a filter without a wildcard, which matches names that contain it',
      byScanning(RegistryScanning.enhanced({ continuous: [RepositoryFilter.matching('prod')] })),
      'repo-prod-repo',
      'every image is scanned on push and again when vulnerabilities are published, by Amazon Inspector (Shop/Registry/Scanning)',
      false,
    ],
    [
      'a filter with a wildcard, which matches whole names',
      byScanning(RegistryScanning.enhanced({ continuous: [RepositoryFilter.matching('*prod')] })),
      'repo-prod-repo',
      'images are not scanned: no filter of the enhanced scanning configuration Shop/Registry/Scanning matches the name',
      true,
    ],
    [
      'enhanced scanning of a name that is generated at deployment',
      byScanning(RegistryScanning.enhanced({ continuous: [prod] })),
      undefined,
      'every image is scanned on push while the registry uses basic scanning',
      false,
    ],
    [
      'enhanced scanning of every repository, also of a generated name',
      byScanning(RegistryScanning.enhanced({ onPush: [RepositoryFilter.all()] })),
      undefined,
      'every image is scanned on push, by Amazon Inspector (Shop/Registry/Scanning)',
      false,
    ],
    [
      'enhanced scanning without filters',
      (stack) => l1(stack, 'ENHANCED'),
      undefined,
      'images are not scanned: the enhanced scanning configuration Shop/L1 has no filters',
      true,
    ],
    [
      'basic scanning by a filter',
      byScanning(RegistryScanning.basic(prod)),
      'prod/api',
      'every image is scanned on push, by basic scanning (Shop/Registry/Scanning)',
      false,
    ],
    [
      'basic scanning of other repositories, which is not documented',
      byScanning(RegistryScanning.basic(prod)),
      'lab/api',
      'no filter of the basic scanning configuration Shop/Registry/Scanning matches the name; ' +
        'whether the scan-on-push setting of the repository still takes effect is not documented',
      false,
    ],
    [
      'basic scanning without filters',
      byScanning(RegistryScanning.manual()),
      'prod/api',
      'every image is scanned on push, by basic scanning (Shop/Registry/Scanning)',
      false,
    ],
    [
      'an L1',
      (stack) => l1(stack, 'ENHANCED', ['SCAN_ON_PUSH', 'lab/*', 'test']),
      'prod/api',
      'images are not scanned: no filter of the enhanced scanning configuration Shop/L1 matches the name',
      true,
    ],
    [
      'a CfnResource',
      (stack) =>
        new CfnResource(stack, 'Raw', { type: 'AWS::ECR::RegistryScanningConfiguration', properties: { ScanType: 'ENHANCED', Rules: [] } }),
      'prod/api',
      'images are not scanned: the enhanced scanning configuration Shop/Raw has no filters',
      true,
    ],
    [
      'an L1 in another stack of the environment',
      (_, root) => l1(new Stack(root, 'Platform', { env: HOME }), 'ENHANCED', ['CONTINUOUS_SCAN', 'lab/*']),
      'prod/api',
      'images are not scanned: no filter of the enhanced scanning configuration Platform/L1 matches the name',
      true,
    ],
    [
      'an L1 in a nested stack',
      (stack) => l1(new NestedStack(stack, 'Nested'), 'ENHANCED', ['CONTINUOUS_SCAN', 'lab/*']),
      'prod/api',
      'images are not scanned: no filter of the enhanced scanning configuration Shop/Nested/L1 matches the name',
      true,
    ],
    [
      'an L1 in a Stage',
      (_, root) => l1(new Stack(new Stage(root, 'Base', { env: HOME }), 'Platform'), 'ENHANCED', ['CONTINUOUS_SCAN', 'lab/*']),
      'prod/api',
      'images are not scanned: no filter of the enhanced scanning configuration Base/Platform/L1 matches the name',
      true,
    ],
  ])('%s', (_, build, name, line, isWarned) => {
    const found = app(build, { name });
    expect(found.line).toBe(line);
    expect(found.warnings).toHaveLength(isWarned ? 1 : 0);
  });

  test('the warning names the configuration, the name and what to do', () => {
    const { warnings } = app(byScanning(RegistryScanning.enhanced({ continuous: [prod] })), { name: 'lab/api' });
    expect(warnings).toEqual([
      '/Shop/Api no filter of the enhanced scanning configuration Shop/Registry/Scanning matches the name "lab/api", so that images are not ' +
        `scanned. Add a filter that matches the name, or acknowledge this warning with the reason. [ack: ${ID}]`,
    ]);
  });

  test.each<[what: string, build: (stack: Stack, root: App) => void]>([
    ['in another Region', (_, root) => l1(new Stack(root, 'Platform', { env: OTHER_REGION }), 'ENHANCED')],
    ['in a stack without an environment', (_, root) => l1(new Stack(root, 'Platform'), 'ENHANCED')],
    ['of a type that is known only at deployment', (stack) => l1(stack, new CfnParameter(stack, 'Type').valueAsString)],
    [
      'with a filter that is known only at deployment',
      (stack) => l1(stack, 'ENHANCED', ['SCAN_ON_PUSH', new CfnParameter(stack, 'Filter').valueAsString]),
    ],
    [
      'with rules that are known only at deployment',
      (stack) => l1(stack, 'ENHANCED').addPropertyOverride('Rules', Fn.conditionIf(conditionIn(stack).logicalId, [], [])),
    ],
    ['with a condition', (stack) => (l1(stack, 'ENHANCED').cfnOptions.condition = conditionIn(stack))],
  ])('what a configuration %s does is not claimed', (_, build) => {
    const root = new App();
    const stack = new Stack(root, 'Shop', { env: HOME });
    const repository = new SecureRepository(stack, 'Api', { repositoryName: 'prod/api' });
    build(stack, root);
    expect(warningsOf(stack)).toEqual([]);
    expect(repository.describe()[0]).toBe('every image is scanned on push while the registry uses basic scanning');
  });

  test('two L1s for one registry: which one is deployed last is not claimed', () => {
    const { line } = app((stack, root) => {
      l1(stack, 'ENHANCED');
      l1(new Stack(root, 'Platform', { env: HOME }), 'BASIC');
    });
    expect(line).toBe('every image is scanned on push while the registry uses basic scanning');
  });

  test('a stack without an environment has the registry of its own configuration', () => {
    const { warnings } = app((stack) => l1(stack, 'ENHANCED'), { env: undefined });
    expect(warnings).toHaveLength(1);
  });

  test('overrides and Aspects of the configuration count', () => {
    const byOverride = app((stack) => {
      l1(stack, 'BASIC', ['SCAN_ON_PUSH', 'lab/*']).addPropertyOverride('ScanType', 'ENHANCED');
    });
    const byAspect = app((stack) => {
      const visit = (node: IConstruct) => {
        if (node instanceof ecr.CfnRegistryScanningConfiguration) node.scanType = 'ENHANCED';
      };
      Aspects.of(stack).add({ visit });
      l1(stack, 'BASIC', ['SCAN_ON_PUSH', 'lab/*']);
    });
    expect([byOverride.warnings, byAspect.warnings].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('during construction, the configuration of a SecureRegistry is known, and that of an L1 is not', () => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const repository = new SecureRepository(stack, 'Api', { repositoryName: 'prod/api' });
    l1(stack, 'ENHANCED');
    expect(repository.describe()[0]).toMatch(/while the registry uses basic scanning$/);
    stack.node.tryRemoveChild('L1');
    new SecureRegistry(stack, 'Registry', { scanning: RegistryScanning.enhanced({ onPush: [RepositoryFilter.all()] }) });
    expect(repository.describe()[0]).toBe('every image is scanned on push, by Amazon Inspector (Shop/Registry/Scanning)');
  });

  test('scan on push that is turned off is no weaker where the registry scans, and is reported where it does not', () => {
    const off = (pattern: string) => {
      const stack = new Stack(new App(), 'Shop', { env: HOME });
      const repository = new SecureRepository(stack, 'Api', { repositoryName: 'prod/api' });
      (repository.node.defaultChild as ecr.CfnRepository).imageScanningConfiguration = { scanOnPush: false };
      new SecureRegistry(stack, 'Registry', { scanning: RegistryScanning.basic(RepositoryFilter.matching(pattern)) });
      return warningsOf(stack).map((warning) => /ack: (\S+)\]/.exec(warning)?.[1]);
    };
    expect(off('prod/*')).toEqual([]);
    expect(off('lab/*')).toEqual(['cdk-secure-repository:weakened-scan-on-push']);
  });
});

describe('a rule for scan findings', () => {
  const rule = (filter: string, repositoryOf: (stack: Stack) => ecr.IRepository) => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    l1(stack, 'ENHANCED', ['CONTINUOUS_SCAN', filter]);
    new ScanFindingsRule(stack, 'Findings', {
      repository: repositoryOf(stack),
      minimumSeverity: FindingSeverity.HIGH,
      targets: [{ bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:111111111111:queue' }) }],
    });
    return warningsOf(stack);
  };
  const imported = (stack: Stack) => ecr.Repository.fromRepositoryName(stack, 'Api', 'prod/api');

  test.each<[what: string, repositoryOf: (stack: Stack) => ecr.IRepository]>([
    ['imported', imported],
    ['of aws-cdk-lib', (stack) => new ecr.Repository(stack, 'Api', { repositoryName: 'prod/api' })],
  ])('a repository that is %s and not scanned is reported', (_, repositoryOf) => {
    expect(rule('lab/*', repositoryOf)).toEqual([
      '/Shop/Findings no filter of the enhanced scanning configuration Shop/L1 matches the name "prod/api", so that the rule receives no findings. ' +
        `Add a filter that matches the name, or acknowledge this warning with the reason. [ack: ${ID}]`,
    ]);
    expect(rule('prod/*', repositoryOf)).toEqual([]);
  });

  test('a name that is known only at deployment is not judged', () => {
    expect(rule('lab/*', (stack) => ecr.Repository.fromRepositoryName(stack, 'Api', Fn.importValue('name')))).toEqual([]);
  });
});

describe('a template', () => {
  const template = (prefix: RepositoryPrefix, scanning?: RegistryScanning) => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const registry = new SecureRegistry(stack, 'Registry', { scanning });
    registry.addRepositoryTemplate('Team', { prefix, createdBy: [RepositoryCreation.CREATE_ON_PUSH] });
    return warningsOf(stack).filter((warning) => warning.includes(ID));
  };
  const teamA = RepositoryPrefix.of('team-a');
  const by = (pattern: string) => RegistryScanning.basic(RepositoryFilter.matching(pattern));

  test.each(['*', 'team-a/*', 'team*', '*/api', 'team-a/prod-*', 't*-a/x', '*.team-a', 'api'])(
    '%s can match a name below team-a',
    (pattern) => {
      expect(template(teamA, by(pattern))).toEqual([]);
    },
  );

  test.each(['team-b/*', 'team-ab*', 'prod/*', 'team-a-*'])('%s matches no name below team-a', (pattern) => {
    expect(template(teamA, by(pattern))).toHaveLength(1);
  });

  test('the warning names the namespace, also with enhanced scanning', () => {
    expect(template(teamA, RegistryScanning.enhanced({ onPush: [prod] }))).toEqual([
      '/Shop/Registry/Team/Template no filter of the enhanced scanning configuration Shop/Registry/Scanning matches a name below "team-a/", so that images ' +
        'in the repositories of the template are not scanned on push. Add a filter such as "team-a/*", or acknowledge this warning with the reason. ' +
        `[ack: ${ID}]`,
    ]);
  });

  test('without filters, no template is scanned; without a configuration in the app, nothing is claimed', () => {
    expect(template(RepositoryPrefix.root(), RegistryScanning.manual())).toHaveLength(1);
    expect(template(RepositoryPrefix.root(), by('prod/*'))).toEqual([]);
    expect(template(teamA)).toEqual([]);
  });

  test('the template of a cache is judged, too', () => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const registry = new SecureRegistry(stack, 'Registry', { scanning: RegistryScanning.basic(prod) });
    registry.addPullThroughCache('Public', {
      upstream: Upstream.ecrPublic(),
      prefix: 'ecr-public',
      lifecyclePolicy: LifecyclePolicy.expireUntaggedAfter(Duration.days(1)),
    });
    expect(warningsOf(stack).filter((warning) => warning.includes(ID))).toHaveLength(1);
  });
});

test('the tree is walked once for each synthesis, however many repositories there are', () => {
  const root = new App();
  const stack = new Stack(root, 'Shop', { env: HOME });
  const repositories = Array.from(
    { length: 50 },
    (_, index) => new SecureRepository(stack, `R${index}`, { repositoryName: `prod/${index}` }),
  );
  l1(stack, 'ENHANCED', ['SCAN_ON_PUSH', 'prod/*']);
  const walk = jest.spyOn(RegistrySettings.prototype as never, 'find' as never);
  root.synth();
  repositories.forEach((repository) => repository.describe());
  expect(walk).toHaveBeenCalledTimes(1);
  root.synth({ force: true });
  expect(walk).toHaveBeenCalledTimes(2);
});
