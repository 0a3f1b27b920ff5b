import { App, aws_ecr as ecr, aws_events_targets as targets, aws_sns as sns, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { imagePushedRule } from '../../src/events/image-pushed-rule';
import { OnImagePushedOptions } from '../../src/index';
import { JsonObject, matches } from '../support/event-pattern/matches';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function pushed(options?: (stack: Stack) => OnImagePushedOptions): Template {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  const repository = ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api');
  imagePushedRule(stack, 'Pushed', repository, options?.(stack));
  return Template.fromStack(stack);
}

function patternOf(template: Template): JsonObject & { detail: JsonObject } {
  const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
  return rule.Properties.EventPattern;
}

test('every push is heard of without tags', () => {
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

test('no tags at all', () => {
  expect(() => pushed(() => ({ tags: [] }))).toThrow(
    'Shop: onImagePushed(Pushed): tags is [], expected at least one: leave it out to hear of every push',
  );
});

test.each(['', '.hidden', '-x', 'a b', 'v1@2', 'x'.repeat(129)])('%j is no tag', (tag) => {
  expect(() => pushed(() => ({ tags: [tag] }))).toThrow(
    `Shop: tags has ${JSON.stringify(tag)}, expected 1 to 128 of A-Z a-z 0-9 . _ - and * (a tag starts with none of . and -): write a tag that ECR takes`,
  );
});

test('two asterisks in a row', () => {
  expect(() => pushed(() => ({ tags: ['v**-rc'] }))).toThrow(
    'Shop: tags has "v**-rc", expected no two * in a row, which EventBridge refuses: write "v*-rc", which matches the same',
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
