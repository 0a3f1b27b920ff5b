import * as events from 'aws-cdk-lib/aws-events';
import { ScanEvent } from './scan-message';

/**
 * One vulnerability that enhanced scanning has found, at the push or later. The event names the image: the ARN of the
 * repository, a slash, the digest.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-events.html
 */
export const ENHANCED_FINDING: ScanEvent = {
  ruleId: 'EnhancedFinding',
  description: 'Enhanced scanning has found a vulnerability in an image',
  pattern: ({ repository }, severities) => ({
    source: ['aws.inspector2'],
    detailType: ['Inspector2 Finding'],
    // a name has no colon, so this is no other repository whose name goes on
    resources: events.Match.prefix(`${repository.repositoryArn}/sha256:`),
    detail: { severity: [...severities], status: ['ACTIVE'] },
  }),
  found: () => `${events.EventField.fromPath('$.detail.severity')} ${events.EventField.fromPath('$.detail.title')}`,
  digest: () => events.EventField.fromPath('$.detail.resources[0].details.awsEcrContainerImage.imageHash'),
  image: () => ENHANCED_FINDING.digest(),
};
