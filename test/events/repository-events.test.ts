import {
  App,
  CfnParameter,
  NestedStack,
  Stage,
  aws_ecr as ecr,
  aws_events as events,
  aws_events_targets as targets,
  aws_sns as sns,
  aws_sqs as sqs,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { OnImagePushedOptions, RepositoryEvents, SecureRepository } from '../../src/index';
import { JsonObject, matches } from '../oracle/event-pattern/matches';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function pushed(options?: (stack: Stack) => OnImagePushedOptions): Template {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  const repository = ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api');
  RepositoryEvents.of(repository).onImagePushed('Pushed', options?.(stack));
  return Template.fromStack(stack);
}

function patternOf(template: Template): JsonObject & { detail: JsonObject } {
  const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
  return rule.Properties.EventPattern;
}

afterEach(() => jest.restoreAllMocks());

test('without tags every push matches', () => {
  expect(patternOf(pushed())).toEqual({
    source: ['aws.ecr'],
    'detail-type': ['ECR Image Action'],
    account: [ENV.account],
    region: [ENV.region],
    detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'repository-name': ['shop/api'] },
  });
});

test('a tag with an asterisk is a wildcard, one without is exact', () => {
  const { detail } = patternOf(pushed(() => ({ tags: ['latest', 'v*'] })));
  expect(detail['image-tag']).toEqual(['latest', { wildcard: 'v*' }]);
});

test('a tag that is a token is exact', () => {
  const { detail } = patternOf(pushed(() => ({ tags: [Fn.importValue('Tag')] })));
  expect(detail['image-tag']).toEqual([{ 'Fn::ImportValue': 'Tag' }]);
});

test('the target, the name and the description reach the rule', () => {
  const template = pushed((stack) => ({
    target: new targets.SnsTopic(new sns.Topic(stack, 'Topic')),
    ruleName: 'api-pushed',
    description: 'deploys the api',
  }));
  template.hasResourceProperties('AWS::Events::Rule', { Name: 'api-pushed', Description: 'deploys the api', Targets: [{ Id: 'Target0' }] });
});

test('a pattern of the user narrows further', () => {
  const pattern = patternOf(
    pushed(() => ({ eventPattern: { detail: { 'artifact-media-type': ['application/vnd.oci.image.config.v1+json'] } } })),
  );
  expect(pattern.detail).toMatchObject({ 'action-type': ['PUSH'], 'artifact-media-type': ['application/vnd.oci.image.config.v1+json'] });
});

test.each<[events.EventPattern, string[] | undefined, string]>([
  [{ source: ['aws.ecr'] }, undefined, 'source'],
  [{ account: ['444455556666'], detail: { 'action-type': ['DELETE'] } }, undefined, 'account, detail.action-type'],
  [{ detail: { 'image-tag': ['v1'] } }, ['v*'], 'detail.image-tag'],
])('a pattern of the user that would widen: %#', (eventPattern, tags, fields) => {
  expect(() => pushed(() => ({ eventPattern, tags }))).toThrow(
    `Shop/Api/Pushed: eventPattern has ${fields}, which the rule also sets, so that EventBridge would match either value. ` +
      `Remove ${fields} from eventPattern${tags ? ', or omit tags' : ''}. [cdk-secure-repository:event-pattern]`,
  );
});

test('a pattern of the user may be about the tag, when tags is not', () => {
  const eventPattern = { source: undefined, detail: { 'image-tag': [{ 'anything-but': 'latest' }] } };
  expect(patternOf(pushed(() => ({ eventPattern }))).detail['image-tag']).toEqual([{ 'anything-but': 'latest' }]);
});

test('a queue in another account receives the event', () => {
  // aws-cdk-lib itself uses what it has deprecated there
  jest.replaceProperty(process, 'env', { ...process.env, JSII_DEPRECATED: 'quiet' });
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const other = new Stack(app, 'Other', { env: { ...ENV, account: '444455556666' } });
  const target = new targets.SqsQueue(new sqs.Queue(other, 'Queue', { queueName: 'pushes' }));
  RepositoryEvents.of(ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')).onImagePushed('Pushed', { target });
  Template.fromStack(other).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.ecr'], account: [ENV.account], detail: { 'action-type': ['PUSH'] } },
  });
});

test('the rule has no name where none is needed', () => {
  const [rule] = Object.values(
    pushed((stack) => ({ target: new targets.SqsQueue(new sqs.Queue(stack, 'Queue')) })).findResources('AWS::Events::Rule'),
  );
  expect(Object.keys(rule.Properties).sort()).toEqual(['EventPattern', 'State', 'Targets']);
});

test.each([
  ['latest', 'Shop/Api/Pushed: tags is "latest", but must be a list. Use ["latest"].'],
  [[null], 'Shop/Api/Pushed: tags[0] is null, but must be 1 to 128 of'],
])('what TypeScript alone would refuse as tags: %#', (tags: unknown, problem) => {
  expect(() => pushed(() => ({ tags: tags as string[] }))).toThrow(problem);
});

test('no tags at all', () => {
  expect(() => pushed(() => ({ tags: [] }))).toThrow(
    'Shop/Api/Pushed: tags is [], but must have at least one tag. Omit tags to match every push. [cdk-secure-repository:event-pattern]',
  );
});

test.each(['', '.hidden', '-x', 'a b', 'v1@2', 'x'.repeat(129)])('%j is not a tag', (tag) => {
  expect(() => pushed(() => ({ tags: [tag] }))).toThrow(
    `Shop/Api/Pushed: tags[0] is ${JSON.stringify(tag)}, but must be 1 to 128 of A-Z a-z 0-9 . _ - and *, not beginning with . or -. Use a tag that ECR accepts. [cdk-secure-repository:event-pattern]`,
  );
});

test('two asterisks in a row', () => {
  expect(() => pushed(() => ({ tags: ['v**-rc'] }))).toThrow(
    'Shop/Api/Pushed: tags[0] is "v**-rc", but EventBridge does not accept two * in a row. Use "v*-rc", which matches the same tags.',
  );
});

test('law: a tag that is accepted as a pattern matches itself with anything in the place of the asterisks', () => {
  const part = fc.stringMatching(/^[0-9a-z][0-9a-z._-]{0,5}$/);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[0-9a-z._-]{0,5}$/), (parts, filling) => {
      const pattern = patternOf(pushed(() => ({ tags: [parts.join('*')] })));
      const event = { source: 'aws.ecr', 'detail-type': 'ECR Image Action', ...ENV };
      const detail = { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'shop/api', 'image-tag': parts.join(filling) };
      expect(matches(pattern, { ...event, detail })).toBe(true);
    }),
    { numRuns: 25 },
  );
});

const byArn = (scope: Construct, arn = 'arn:aws:ecr:eu-west-1:111122223333:repository/shop/api') =>
  ecr.Repository.fromRepositoryArn(scope, 'Api', arn);
const name = { repositoryName: 'shop/api' };

describe('any repository is a source of events', () => {
  const deployedTo = { account: { Ref: 'AWS::AccountId' }, region: { Ref: 'AWS::Region' } };
  const shop = (app: Construct) => new Stack(app, 'Shop', { env: ENV });

  test.each<[string, (app: App) => ecr.IRepository, { account: unknown; region: unknown }, name: unknown]>([
    ['a SecureRepository', (app) => new SecureRepository(shop(app), 'Api', name), ENV, { Ref: expect.any(String) }],
    ['a SecureRepository without a name', (app) => new SecureRepository(shop(app), 'Api'), ENV, { Ref: expect.any(String) }],
    ['an ecr.Repository', (app) => new ecr.Repository(shop(app), 'Api', name), ENV, { Ref: expect.any(String) }],
    ['one imported by its name', (app) => ecr.Repository.fromRepositoryName(shop(app), 'Api', 'shop/api'), ENV, 'shop/api'],
    ['one imported by its ARN', (app) => byArn(shop(app)), ENV, 'shop/api'],
    [
      'one imported by a parameter',
      (app) => {
        const stack = shop(app);
        return ecr.Repository.fromRepositoryName(stack, 'Api', new CfnParameter(stack, 'Name').valueAsString);
      },
      ENV,
      { Ref: 'Name' },
    ],
    ['one that is not looked up yet', (app) => ecr.Repository.fromLookup(shop(app), 'Api', name), ENV, 'DUMMY_ARN'],
    [
      'one inside another construct',
      (app) => new SecureRepository(new Construct(shop(app), 'Service'), 'Api'),
      ENV,
      { Ref: expect.any(String) },
    ],
    ['one in a nested stack', (app) => new SecureRepository(new NestedStack(shop(app), 'Nested'), 'Api'), ENV, { Ref: expect.any(String) }],
    ['one imported into a nested stack', (app) => byArn(new NestedStack(shop(app), 'Nested')), ENV, 'shop/api'],
    ['one in a Stage', (app) => new SecureRepository(shop(new Stage(app, 'Prod')), 'Api', name), ENV, { Ref: expect.any(String) }],
    [
      'one in a stack without an env',
      (app) => new SecureRepository(new Stack(app, 'Shop'), 'Api'),
      deployedTo,
      { Ref: expect.any(String) },
    ],
    ['one imported into a stack without an env', (app) => byArn(new Stack(app, 'Shop')), deployedTo, 'shop/api'],
  ])('%s', (_name, make, { account, region }, repositoryName) => {
    const repository = make(new App());
    const rule = RepositoryEvents.of(repository).onImagePushed('Pushed');
    expect(rule.node.path).toBe(`${repository.node.path}/Pushed`);
    expect(patternOf(Template.fromStack(Stack.of(repository)))).toEqual({
      source: ['aws.ecr'],
      'detail-type': ['ECR Image Action'],
      account: [account],
      region: [region],
      detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'repository-name': [repositoryName] },
    });
  });

  test('as often as it is asked for', () => {
    const repository = byArn(shop(new App()));
    RepositoryEvents.of(repository).onImagePushed('Pushed');
    RepositoryEvents.of(repository).onImagePushed('Released', { tags: ['v*'] });
    Template.fromStack(Stack.of(repository)).resourceCountIs('AWS::Events::Rule', 2);
  });

  test('a rule is in the crossStackScope when that is in another stack', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const repository = new SecureRepository(shop(app), 'Api', name);
    const target = new targets.SqsQueue(new sqs.Queue(other, 'Queue'));
    RepositoryEvents.of(repository).onImagePushed('Pushed', { target, crossStackScope: other });
    expect(patternOf(Template.fromStack(other))).toMatchObject({ account: [ENV.account], detail: { 'repository-name': ['shop/api'] } });
    Template.fromStack(repository.stack).resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('a repository whose events do not arrive where it is imported', () => {
  const away = (account: string, region: string) => `arn:aws:ecr:${region}:${account}:repository/shop/api`;

  test.each<[string, (app: App) => Construct, path: string]>([
    ['a stack', (app) => new Stack(app, 'Shop', { env: ENV }), 'Shop'],
    ['a nested stack', (app) => new NestedStack(new Stack(app, 'Shop', { env: ENV }), 'Nested'), 'Shop/Nested'],
    ['a Stage', (app) => new Stack(new Stage(app, 'Prod', { env: ENV }), 'Shop'), 'Prod/Shop'],
    ['a construct', (app) => new Construct(new Stack(app, 'Shop', { env: ENV }), 'Service'), 'Shop/Service'],
  ])('is refused in %s', (_name, place, path) => {
    expect(() => RepositoryEvents.of(byArn(place(new App()), away('444455556666', 'eu-west-1'))).onImagePushed('Pushed')).toThrow(
      `${path}/Api/Pushed: the rule is in account 111122223333, but the events of ${path}/Api arrive only in account 444455556666. ` +
        'Import the repository into a stack with that env. [cdk-secure-repository:event-rule-environment]',
    );
    expect(() => RepositoryEvents.of(byArn(place(new App()), away('111122223333', 'us-west-2'))).onImagePushed('Pushed')).toThrow(
      `${path}/Api/Pushed: the rule is in Region eu-west-1, but the events of ${path}/Api arrive only in Region us-west-2. ` +
        'Import the repository into a stack with that env. [cdk-secure-repository:event-rule-environment]',
    );
  });

  test('is refused although its name is a token', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const repository = ecr.Repository.fromRepositoryAttributes(stack, 'Api', {
      repositoryArn: away('444455556666', 'eu-west-1').replace('shop/api', Fn.importValue('Name')),
      repositoryName: Fn.importValue('Name'),
    });
    expect(() => RepositoryEvents.of(repository).onImagePushed('Pushed')).toThrow(
      'the events of Shop/Api arrive only in account 444455556666.',
    );
  });

  test('leaves nothing behind', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const repository = byArn(stack, away('444455556666', 'eu-west-1'));
    expect(() => RepositoryEvents.of(repository).onImagePushed('Pushed')).toThrow();
    expect(repository.node.children).toEqual([]);
  });
});

test.each([
  [undefined, 'repository is undefined'],
  ['shop/api', 'repository is "shop/api"'],
  [new Stack(new App(), 'Any'), 'repository is the construct Any'],
])('a value that is not a repository: %#', (repository: unknown, problem) => {
  expect(() => RepositoryEvents.of(repository as ecr.IRepository)).toThrow(`RepositoryEvents.of(repository): ${problem}`);
});

test.each<[unknown, string]>([
  [{ target: 'queue' }, 'Shop/Api/Pushed: target is "queue"'],
  [{ crossStackScope: 'Other' }, 'Shop/Api/Pushed: crossStackScope is "Other"'],
  [{ eventPattern: [] }, 'Shop/Api/Pushed: eventPattern is []'],
  [null, 'Shop/Api/Pushed: options is null'],
])('options of another type: %#', (options, problem) => {
  expect(() => pushed(() => options as OnImagePushedOptions)).toThrow(problem);
});
