import {
  App,
  aws_events_targets as targets,
  aws_iam as iam,
  aws_sqs as sqs,
  Fn,
  NestedStack,
  PhysicalName,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { FindingSeverity, GitHubPublisher, GitHubSubject, ScanFindingsRule, SecureRepository } from '../../src/index';
import { hasBrokenToken } from '../../src/private/cdk-internals';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

/** Where the named resource is. */
const PLACES: { [place: string]: (scope: Construct) => Construct } = {
  'a stack': (scope) => new Stack(scope, 'Home', { env: HOME }),
  'a nested stack': (scope) => new NestedStack(new Stack(scope, 'Home', { env: HOME }), 'Nested'),
  'a nested stack in a nested stack': (scope) =>
    new NestedStack(new NestedStack(new Stack(scope, 'Home', { env: HOME }), 'Outer'), 'Inner'),
  'a nested stack of a stack with a long name': (scope) =>
    new NestedStack(new Stack(scope, 'Home', { env: HOME, stackName: `Long-${'name-'.repeat(20)}End` }), `Nested${'Deep'.repeat(20)}`),
  'a nested stack of a Stage': (scope) => new NestedStack(new Stack(new Stage(scope, 'Prod'), 'Home', { env: HOME }), 'Nested'),
};

/** What has to be known by name in the policy of the queue. */
const RESOURCES: { [resource: string]: (scope: Construct, queue: sqs.IQueue) => unknown } = {
  'the rule of onImagePushed': (scope, queue) =>
    new SecureRepository(scope, 'Api', { repositoryName: 'shop/api' }).onImagePushed('Pushed', { target: new targets.SqsQueue(queue) }),
  'the rules of a ScanFindingsRule': (scope, queue) =>
    new ScanFindingsRule(scope, 'Findings', {
      repository: new SecureRepository(scope, 'Api', { repositoryName: 'shop/api' }),
      minimumSeverity: FindingSeverity.HIGH,
      targets: [new targets.SqsQueue(queue)],
    }),
  'the role of a GitHubPublisher': (scope, queue) =>
    queue.grantSendMessages(
      new GitHubPublisher(scope, 'Publisher', {
        repositories: [new SecureRepository(scope, 'Api', { repositoryName: 'shop/api' })],
        subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
        roleName: PhysicalName.GENERATE_IF_NEEDED,
      }),
    ),
};

/** A queue of another account, in the Stage of the resource. */
function queueBeside(resource: Construct): sqs.Queue {
  const stack = new Stack(Stage.of(resource) ?? resource.node.root, 'Away', { env: OTHER_ACCOUNT });
  return new sqs.Queue(stack, 'Queue', { queueName: 'pushes' });
}

/** The names of rules and roles in the template of a stack, and the template of the queue's stack. */
function namesAndPolicy(scope: Construct, queue: sqs.Queue): { names: string[]; policy: string } {
  const resources = Object.values<{ Properties?: { Name?: string; RoleName?: string } }>(
    Template.fromStack(Stack.of(scope)).toJSON().Resources,
  );
  const names = resources.flatMap(({ Properties: { Name, RoleName } = {} }) => [Name ?? RoleName ?? []].flat());
  return { names, policy: JSON.stringify(Template.fromStack(queue.stack).toJSON()) };
}

// the policy for the bus of another account, which aws-cdk-lib makes, uses properties that it calls deprecated
beforeEach(() => jest.spyOn(console, 'warn').mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe.each(Object.entries(PLACES))('in %s', (where, placeIn) => {
  // the stack that aws-cdk-lib adds for the events of another account is in the App, and no rule of a Stage may depend on it
  const resources = Object.entries(RESOURCES).filter(([resource]) => !where.endsWith('Stage') || resource.startsWith('the role'));
  test.each(resources)('%s has a name that another account knows', (_resource, create) => {
    const place = placeIn(new App());
    const queue = queueBeside(place);
    create(place, queue);
    const { names, policy } = namesAndPolicy(place, queue);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9-]{20,64}$/);
      expect(policy).toContain(`/${name}"`);
    }
    expect(policy).not.toMatch(/\$\{token\[/i);
  });
});

test('names are unique and stay: by account, Region, stack and path', () => {
  const nameIn = (stackId: string, env: typeof HOME, nested = 'Nested') => {
    const place = new NestedStack(new Stack(new App(), stackId, { env, stackName: 'home' }), nested);
    const queue = new sqs.Queue(
      new Stack(place.node.root as App, 'Away', { env: { ...OTHER_ACCOUNT, account: '999999999999' } }),
      'Queue',
      {
        queueName: 'q',
      },
    );
    RESOURCES['the rule of onImagePushed'](place, queue);
    return namesAndPolicy(place, queue).names.join();
  };
  const names = [
    nameIn('A', HOME),
    nameIn('B', HOME),
    nameIn('A', OTHER_ACCOUNT),
    nameIn('A', { ...HOME, region: 'us-west-2' }),
    nameIn('A', HOME, 'Other'),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(nameIn('A', HOME)).toBe(names[0]);
});

test('a rule that is not referenced from another account has no name', () => {
  const place = PLACES['a nested stack'](new App());
  RESOURCES['the rule of onImagePushed'](place, new sqs.Queue(place, 'Queue'));
  expect(JSON.stringify(Template.fromStack(Stack.of(place)).toJSON())).not.toContain('"Name"');
});

test('a name cannot be generated without an environment, and the error contains the action to take', () => {
  const place = new NestedStack(new Stack(new App(), 'Home'), 'Nested');
  const queue = queueBeside(place);
  RESOURCES['the rule of onImagePushed'](place, queue);
  expect(() => Stage.of(place)!.synth()).toThrow(/Home\/Nested\/Api\/Pushed: .*Set env with account and region on the stack/s);
});

test.each([
  ['a name', 'home-rule', false],
  ['a token', `role/${Fn.ref('Name')}`, false],
  ['an ARN', 'arn:aws:iam::111111111111:role/x', false],
  ['a token in lowercase', 'role/${token[token.20]}nested', true],
  ['a token without its end', 'role/${Token[AWS.StackNam', true],
])('%s: %s', (_, text, broken) => expect(hasBrokenToken(text)).toBe(broken));

test("a role of the user's own in a nested stack has such a name, which can be recognised", () => {
  const place = PLACES['a nested stack'](new App());
  const role = new iam.Role(place, 'Role', { assumedBy: new iam.AccountRootPrincipal(), roleName: PhysicalName.GENERATE_IF_NEEDED });
  const away = new Stack(place.node.root as App, 'Away', { env: OTHER_ACCOUNT });
  expect(hasBrokenToken(JSON.stringify(away.resolve(role.roleArn)))).toBe(true);
});
