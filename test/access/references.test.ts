import { App, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureRepository } from '../../src';
import { roleIn, shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { repositoryStatements } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let shop: Stack;
let other: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
  other = new Stack(app, 'Other', { env: HOME });
});

const projectIn = (scope: Stack) =>
  new codebuild.Project(scope, 'Project', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) });
const functionIn = (scope: Stack) =>
  new lambda.Function(scope, 'Function', {
    code: lambda.Code.fromInline('exports.handler = 0'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
  });
/** Everything that a grant may be given a reference of. */
const GRANTS: [string, (stack: Stack) => void][] = [
  ['the ARN of a role', (stack) => repository.grantPull(new iam.ArnPrincipal(roleIn(stack).roleArn))],
  ['a role without policy updates', (stack) => repository.grantPull(roleIn(stack).withoutPolicyUpdates({ addGrantsToResources: true }))],
  ['the ARN of a project', (stack) => repository.access.grantPullToCodeBuild({ projectArns: [projectIn(stack).projectArn] })],
  ['the ARN of a function', (stack) => repository.access.grantPullToLambda({ functionArns: [functionIn(stack).functionArn] })],
  [
    'a condition',
    (stack) =>
      repository.grantPull(
        new iam.ServicePrincipal('events.amazonaws.com').withConditions({ ArnEquals: { 'aws:SourceArn': roleIn(stack).roleArn } }),
      ),
  ],
  [
    'a statement',
    (stack) =>
      repository.addToResourcePolicy(
        new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.ArnPrincipal(roleIn(stack).roleArn)] }),
      ),
  ],
];

/** Another construct of the same logical ID, to which a lost reference would lead. */
function trapIn(stack: Stack): void {
  roleIn(stack);
  projectIn(stack);
  functionIn(stack);
}

describe.each(GRANTS)('%s of another stack stays a reference', (_what, grant) => {
  test('into a stack of the same environment', () => {
    trapIn(shop);
    grant(other);
    expect(JSON.stringify(repositoryStatements(shop))).toContain('{"Fn::ImportValue":"Other:');
    expect(JSON.stringify(repositoryStatements(shop))).not.toContain('Fn::GetAtt');
  });

  test('into a nested stack', () => {
    trapIn(shop);
    const nested = new NestedStack(shop, 'Nested');
    grant(nested);
    expect(JSON.stringify(repositoryStatements(shop))).toMatch(
      /\{"Fn::GetAtt":\["NestedNestedStackNestedNestedStackResource\w+","Outputs\./,
    );
  });

  test('into another Stage, where aws-cdk-lib has none', () => {
    grant(new Stack(new Stage(app, 'Prod', { env: HOME }), 'There'));
    expect(() => app.synth()).toThrow(/cannot cross stage boundaries/);
  });
});

test('principals of two stacks with the same logical ID are two', () => {
  for (const stack of [shop, other]) repository.grantPull(new iam.ArnPrincipal(roleIn(stack).roleArn));
  expect(repository.access.describe().map(({ grantee }) => grantee)).toEqual(['Other/Role', 'Shop/Role']);
  const [{ Principal: principal }] = repositoryStatements(shop);
  expect((principal as { AWS: unknown[] }).AWS).toHaveLength(2);
});

test('conditions of two stacks with the same logical ID are two statements', () => {
  for (const stack of [shop, other]) {
    const source = { ArnEquals: { 'aws:SourceArn': roleIn(stack).roleArn } };
    repository.grantPull(new iam.ServicePrincipal('events.amazonaws.com').withConditions(source));
  }
  expect(repositoryStatements(shop)).toHaveLength(2);
  expect(repository.access.describe()).toHaveLength(2);
});

test('the ARN of a repository in another stack with the same logical ID is not confused with the own ARN', () => {
  const [mine, others] = [shop, other].map((stack) => new SecureRepository(stack, 'Unnamed'));
  const statement = new iam.PolicyStatement({ actions: ['ecr:ListImages'], principals: [new iam.AccountPrincipal('222222222222')] });
  statement.addResources(others.repositoryArn);
  expect(() => mine.addToResourcePolicy(statement)).toThrow('but a repository policy applies to its own repository. Remove the resource.');
});

test('a composite that is refused in its second part leaves nothing behind', () => {
  const role = roleIn(shop);
  const composite = new iam.CompositePrincipal(new iam.AccountPrincipal('222222222222'), role, new iam.FederatedPrincipal('x.example', {}));
  expect(() => repository.grantPull(composite)).toThrow('a federated identity, which a repository policy cannot name');
  expect(repositoryStatements(shop)).toEqual([]);
  expect(role.node.children.map(({ node }) => node.id)).toEqual(['Resource']);
  expect(repository.access.describe()).toEqual([]);
});

describe('a name that another account has to know, in a nested stack', () => {
  const away = () => new NestedStack(new Stack(app, 'Away', { env: OTHER_ACCOUNT }), 'Nested');

  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['a role', (stack) => new iam.Role(stack, 'Role', { assumedBy: ec2, roleName: PhysicalName.GENERATE_IF_NEEDED })],
    ['a user', (stack) => new iam.User(stack, 'User', { userName: PhysicalName.GENERATE_IF_NEEDED })],
    ['the execution role of an ECS task', (stack) => new ecs.FargateTaskDefinition(stack, 'Task').obtainExecutionRole()],
    ['the role of a CodeBuild project', (stack) => projectIn(stack)],
    [
      'the ARN of a role',
      (stack) => new iam.ArnPrincipal(new iam.Role(stack, 'Role', { assumedBy: ec2, roleName: PhysicalName.GENERATE_IF_NEEDED }).roleArn),
    ],
  ])('is generated: %s', (_class, granteeIn) => {
    repository.grantPull(granteeIn(away()));
    const text = JSON.stringify(repositoryStatements(shop));
    expect(text).toMatch(/:(role|user)\/[a-z0-9]+"/);
    const [, name] = /:(?:role|user)\/([a-z0-9]+)"/.exec(text)!;
    const resources = JSON.stringify(app.synth().stacks.map(({ template }) => template as unknown));
    expect(text + resources).not.toMatch(/\$\{token\[/i);
    expect(name).toMatch(/^away/);
  });

  test('is required where none is generated', () => {
    const role = new iam.Role(away(), 'Role', { assumedBy: ec2 });
    expect(() => repository.grantPull(role)).toThrow('Set roleName (PhysicalName.GENERATE_IF_NEEDED is enough)');
  });
});
