import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { eventSource } from './event-source';
import { imageTagPattern } from './image-tag-pattern';
import { OnImagePushedOptions } from './on-image-pushed-options';
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
  const { tags, target, ...ruleProps } = options;
  if (tags?.length === 0) {
    throw new SecureRepositoryError(scope, `onImagePushed(${id}): tags is [], expected at least one: leave it out to hear of every push`);
  }
  const { account, region } = eventSource(scope, repository);
  const rule = new events.Rule(scope, id, ruleProps);
  rule.addEventPattern({
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
  });
  rule.addTarget(target);
  return rule;
}
