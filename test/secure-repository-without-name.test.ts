import { App, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { FindingSeverity, GitHubPublisher, GitHubSubject, RepositoryAccess, ScanFindingsRule, SecureRepository } from '../src';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from './fixtures/environments';

type Place = readonly [string, (app: App) => Stack];

const ACCOUNT: Place = ['another account', (root) => new Stack(root, 'Services', { env: OTHER_ACCOUNT })];
const ACCOUNT_OF_STAGE: Place = [
  'a Stage of another account',
  (root) => new Stack(new Stage(root, 'Prod'), 'Services', { env: OTHER_ACCOUNT }),
];
const STAGE: Place = ['another Stage', (root) => new Stack(new Stage(root, 'Prod'), 'Services', { env: HOME })];

/** Places that a generated name does not reach. */
const PLACES: readonly Place[] = [
  ACCOUNT,
  ACCOUNT_OF_STAGE,
  STAGE,
  ['another Region', (root) => new Stack(root, 'Services', { env: OTHER_REGION })],
  ['a nested stack of another account', (root) => new NestedStack(new Stack(root, 'Services', { env: OTHER_ACCOUNT }), 'Nested')],
  ['a stack without an environment', (root) => new Stack(root, 'Services')],
];

const roleIn = (stack: Stack) =>
  new iam.Role(stack, 'Role', { roleName: PhysicalName.GENERATE_IF_NEEDED, assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

const USES: readonly [string, (stack: Stack, repository: ecr.IRepository) => void][] = [
  ['the name in an output', (stack, { repositoryName }) => new CfnOutput(stack, 'Output', { value: repositoryName })],
  [
    'the ARN in a resource',
    (stack, { repositoryArn }) => new CfnResource(stack, 'User', { type: 'Test::User', properties: { Arn: repositoryArn } }),
  ],
  [
    'the URI in a list',
    (stack, { repositoryUri }) => new CfnOutput(stack, 'Output', { value: Fn.join(' ', ['docker', 'pull', repositoryUri]) }),
  ],
  [
    'a grant to an imported role',
    (stack, repository) =>
      RepositoryAccess.of(repository).grantPull(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${stack.account}:role/ci`)),
  ],
];

const GRANTS: typeof USES = [
  [
    'a task definition',
    (stack, repository) =>
      new ecs.FargateTaskDefinition(stack, 'Task', { executionRole: roleIn(stack) }).addContainer('app', {
        image: ecs.ContainerImage.fromEcrRepository(repository),
      }),
  ],
  [
    'a CodeBuild project',
    (stack, repository) =>
      new codebuild.Project(stack, 'Project', {
        role: roleIn(stack),
        buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }),
        environment: { buildImage: codebuild.LinuxBuildImage.fromEcrRepository(repository) },
      }),
  ],
  ['a grant to a role', (stack, repository) => repository.grantPull(roleIn(stack))],
  ['a grant through RepositoryAccess', (stack, repository) => RepositoryAccess.of(repository).grantPull(roleIn(stack))],
  [
    'a publisher',
    (stack, repository) =>
      new GitHubPublisher(stack, 'Publisher', {
        repositories: [repository],
        subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
        roleName: 'publisher',
      }),
  ],
];

/** Those that an `ecr.Repository` does not write itself. */
const OWN_GRANTS = GRANTS.filter(([use]) => use === 'a grant through RepositoryAccess' || use === 'a publisher');

/** In another account or Region a rule is another error. */
const RULES: typeof USES = [
  [
    'a rule for findings',
    (stack, repository) =>
      new ScanFindingsRule(stack, 'Findings', {
        repository,
        minimumSeverity: FindingSeverity.HIGH,
        targets: [new targets.SnsTopic(new sns.Topic(stack, 'Topic'))],
      }),
  ],
];

const PLACES_WITH_ENV = PLACES.filter(([place]) => place !== 'a stack without an environment');

const tableOf = (places: typeof PLACES, uses: typeof USES) =>
  places.flatMap(([place, stackIn]) => uses.map(([use, useIn]) => ({ place, stackIn, use, useIn })));

const MISSING =
  /^Base\/Repository: repositoryName is not set to a literal name, but [^:]*\. Set repositoryName to a literal name\. \[cdk-secure-repository:cross-stack-name\]$/;

let app: App;
let base: Stack;

beforeEach(() => {
  app = new App();
  base = new Stack(app, 'Base', { env: HOME });
});

function messageOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

const COMPARABLE = tableOf(PLACES, USES).filter(
  ({ place, use }) => place !== 'a stack without an environment' || use !== 'a grant to an imported role',
);

test.each([...COMPARABLE, ...tableOf(PLACES_WITH_ENV, GRANTS), ...tableOf([STAGE], RULES)])(
  '$use in $place is one error, which names the property to set',
  ({ stackIn, useIn }) => {
    const repository = new SecureRepository(base, 'Repository');
    const message = messageOf(() => {
      useIn(stackIn(app), repository);
      app.synth();
    });
    expect(message).toMatch(MISSING);
  },
);

test.each(tableOf(PLACES_WITH_ENV, GRANTS))(
  '$use in $place is an error where it is written, and names the grantee',
  ({ stackIn, useIn }) => {
    const repository = new SecureRepository(base, 'Repository');
    const stack = stackIn(app);
    const message = messageOf(() => useIn(stack, repository));
    expect(message).toMatch(MISSING);
    expect(message).toContain(` but ${stack.node.path}/`);
  },
);

test.each(tableOf(PLACES_WITH_ENV, OWN_GRANTS))('the same for an ecr.Repository: $use in $place', ({ stackIn, useIn }) => {
  expect(messageOf(() => useIn(stackIn(app), new ecr.Repository(base, 'Repository')))).toMatch(MISSING);
});

test.each(tableOf(PLACES, [...USES, ...GRANTS]))('with a literal name there is no such error: $use in $place', ({ stackIn, useIn }) => {
  const message = messageOf(() => {
    useIn(stackIn(app), new SecureRepository(base, 'Repository', { repositoryName: 'myapp' }));
    app.synth();
  });
  expect(message).toMatch(/^no error$|Set env on both stacks\. \[cdk-secure-repository:grant-environment\]$/);
});

test('where an imported role has no account of its own, nothing can be compared', () => {
  const role = iam.Role.fromRoleName(new Stack(app, 'Services'), 'Role', 'dev');
  expect(() => new SecureRepository(base, 'Repository').grantPull(role)).toThrow('Set env on both stacks.');
});

test('the error quotes what is set instead of a literal name, and names the user', () => {
  const { valueAsString: repositoryName } = new CfnParameter(base, 'Name');
  new CfnOutput(new Stack(app, 'Services', { env: OTHER_ACCOUNT }), 'Output', {
    value: new SecureRepository(base, 'Repository', { repositoryName }).repositoryName,
  });
  expect(messageOf(() => app.synth())).toBe(
    'Base/Repository: repositoryName is {"Ref":"Name"}, but Services/Output is in another environment (account 222222222222, Region eu-west-1), ' +
      'where only a name that is known at synthesis can be used. Set repositoryName to a literal name. [cdk-secure-repository:cross-stack-name]',
  );
});

describe('a name that is generated if needed', () => {
  const generated = () => new SecureRepository(base, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });

  test.each(tableOf([ACCOUNT, ACCOUNT_OF_STAGE], [...USES, ...GRANTS]))('is enough for $use in $place', ({ stackIn, useIn }) => {
    useIn(stackIn(app), generated());
    expect(() => app.synth()).not.toThrow();
  });

  test.each(tableOf([STAGE], [...USES, ...GRANTS]))('is not enough for $use in $place', ({ stackIn, useIn }) => {
    const message = messageOf(() => {
      useIn(stackIn(app), generated());
      app.synth();
    });
    expect(message).toMatch(MISSING);
  });
});

test('in another Region a stack that follows references across Regions needs no name', () => {
  const services = new Stack(app, 'Services', { env: OTHER_REGION, crossRegionReferences: true });
  new CfnOutput(services, 'Output', { value: new SecureRepository(base, 'Repository').repositoryName });
  expect(() => app.synth()).not.toThrow();
});

test('an immutable role does not require a name', () => {
  const services = new Stack(app, 'Services', { env: OTHER_ACCOUNT });
  const role = iam.Role.fromRoleArn(services, 'Role', 'arn:aws:iam::222222222222:role/ci', { mutable: false });
  new SecureRepository(base, 'Repository').grantPull(role);
  expect(() => app.synth()).not.toThrow();
});
