import {
  App,
  aws_ecr as ecr,
  aws_events as events,
  aws_events_targets as targets,
  aws_sns as sns,
  aws_sqs as sqs,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { OnImagePushedOptions, RepositoryEvents } from '../../src/index';
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
    `Shop/Api/Pushed: eventPattern has ${fields}, which the rule sets, too, so that EventBridge would match either value. ` +
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
    `Shop/Api/Pushed: tags[0] is ${JSON.stringify(tag)}, but must be 1 to 128 of A-Z a-z 0-9 . _ - and * (a tag starts with none of . and -). Use a tag that ECR accepts. [cdk-secure-repository:event-pattern]`,
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
