import { PhysicalName } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { eventSource } from './event-source';
import { imageTagPattern } from './image-tag-pattern';
import { checkNarrows } from './narrowing-pattern';
import { OnImagePushedOptions } from './on-image-pushed-options';
import { nameInNestedStack } from '../private/cdk-internals';
import { quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * A rule for the event that ECR itself sends when an image has been pushed; it needs no trail of CloudTrail.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function imagePushedRule(
  scope: Construct,
  id: string,
  repository: ecr.IRepository,
  options: OnImagePushedOptions = {},
): events.Rule {
  checkType(scope, 'id', id, 'text');
  checkOptions(scope, 'options', options, { target: 'target', ruleName: 'text', description: 'text', eventPattern: 'object' });
  const { tags, target, eventPattern, ...ruleProps } = options;
  const method = `onImagePushed(${id})`;
  // from JavaScript
  if (tags !== undefined && !Array.isArray(tags)) {
    throw new SecureRepositoryError('event-options', scope, `${method}: tags is ${quoted(tags)}, expected a list: write [${quoted(tags)}]`);
  }
  if (tags?.length === 0) {
    throw new SecureRepositoryError(
      'event-options',
      scope,
      `${method}: tags is [], expected at least one: leave it out to hear of every push`,
    );
  }
  const { account, region } = eventSource(scope, repository);
  const pattern: events.EventPattern = {
    source: ['aws.ecr'],
    detailType: ['ECR Image Action'],
    account: [account],
    region: [region],
    detail: {
      'action-type': ['PUSH'],
      result: ['SUCCESS'],
      'repository-name': [repository.repositoryName],
      ...(tags && { 'image-tag': tags.map((tag) => imageTagPattern(scope, tag)) }),
    },
  };
  checkNarrows(scope, method, pattern, eventPattern);
  // the policy of a queue or a topic in another account names the rule
  const ruleName = options.ruleName ?? PhysicalName.GENERATE_IF_NEEDED;
  // aws-cdk-lib adds to the object that it is given, which may be a constant of the user for several rules
  const rule = new events.Rule(scope, id, { ...ruleProps, ruleName, eventPattern: copied(eventPattern) });
  nameInNestedStack(rule.node.defaultChild);
  rule.addEventPattern(pattern);
  rule.addTarget(target);
  return rule;
}

/** A copy of the objects and lists; a token is no such object. */
function copied<T>(value: T): T;
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)]));
}
