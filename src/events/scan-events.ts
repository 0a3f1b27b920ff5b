import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { EventSource } from './event-source';
import { FindingSeverity } from './finding-severity';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder } from '../private/unknown-value';

/**
 * A kind of event that reports vulnerabilities: its pattern, and the texts that a message takes from it. The texts have fields of the
 * event, and only those that every event of the kind has, because EventBridge leaves a gap where a field is missing.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export interface ScanEvent {
  /** The ID of the rule that matches the events. */
  readonly ruleId: string;
  /** The description of the rule, which the console shows. */
  readonly description: string;
  /** The pattern of the events of this kind that the repository sends, with a finding of one of the severities. */
  pattern(source: EventSource, severities: readonly FindingSeverity[]): events.EventPattern;
  /** The findings: their counts, or the vulnerability. */
  found(): string;
  /** The digest of the image. */
  digest(): string;
  /** The image for a reader: the digest, and the tags where the event always has them. */
  image(): string;
}

/**
 * A completed scan in a registry on basic scanning. ECR sends the event, with the name of the repository.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export const BASIC_SCAN: ScanEvent = {
  ruleId: 'BasicScan',
  description: 'Basic scanning has found vulnerabilities in an image',
  pattern: ({ repository, account, region }, severities) => ({
    source: ['aws.ecr'],
    // a name is not unique on a bus that receives events of other accounts or Regions
    account: [account],
    region: [region],
    detailType: ['ECR Image Scan'],
    detail: {
      'scan-status': ['COMPLETE'],
      'repository-name': [repository.repositoryName],
      'finding-severity-counts': severityCounts(severities),
    },
  }),
  found: () => events.EventField.fromPath('$.detail.finding-severity-counts'),
  digest: () => events.EventField.fromPath('$.detail.image-digest'),
  image: () => `${BASIC_SCAN.digest()}, tags ${events.EventField.fromPath('$.detail.image-tags')}`,
};

/**
 * A completed first scan in a registry on enhanced scanning. Amazon Inspector sends the event, with the ARN of the repository in place
 * of its name; the other fields are those of basic scanning.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-events.html
 */
export const ENHANCED_SCAN: ScanEvent = {
  ...BASIC_SCAN,
  ruleId: 'EnhancedScan',
  description: 'Enhanced scanning has found vulnerabilities in an image',
  pattern: ({ repository }, severities) => ({
    source: ['aws.inspector2'],
    detailType: ['Inspector2 Scan'],
    detail: {
      'scan-status': ['INITIAL_SCAN_COMPLETE'],
      'repository-name': [repository.repositoryArn],
      'finding-severity-counts': severityCounts(severities),
    },
  }),
};

/**
 * One vulnerability that enhanced scanning has found, after the push or later. The event names the image: the ARN of the repository, a
 * slash, and the digest.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-events.html
 */
export const ENHANCED_FINDING: ScanEvent = {
  ruleId: 'EnhancedFinding',
  description: 'Enhanced scanning has found a vulnerability in an image',
  pattern: ({ repository }, severities) => ({
    source: ['aws.inspector2'],
    detailType: ['Inspector2 Finding'],
    // a name has no colon, so that no repository with a longer name matches
    resources: events.Match.prefix(`${repository.repositoryArn}/sha256:`),
    detail: { severity: [...severities], status: ['ACTIVE'] },
  }),
  found: () => `${events.EventField.fromPath('$.detail.severity')} ${events.EventField.fromPath('$.detail.title')}`,
  digest: () => events.EventField.fromPath('$.detail.resources[0].details.awsEcrContainerImage.imageHash'),
  image: () => ENHANCED_FINDING.digest(),
};

const WORST_FIRST = [FindingSeverity.CRITICAL, FindingSeverity.HIGH, FindingSeverity.MEDIUM, FindingSeverity.LOW];

/** Returns a severity and all higher ones, the highest first. */
export function severitiesFrom(place: IConstruct, minimum: FindingSeverity): FindingSeverity[] {
  if (isPlaceholder(minimum)) return WORST_FIRST;
  const last = WORST_FIRST.indexOf(minimum);
  if (last < 0) {
    throw new SecureRepositoryError(
      'input-type',
      place,
      `minimumSeverity is ${quoted(minimum)}, but must be one of ${WORST_FIRST.join(', ')}. Use FindingSeverity.HIGH, for example.`,
    );
  }
  return WORST_FIRST.slice(0, last + 1);
}

/** At least one finding of at least one of the severities. A severity without findings is absent from the event, or present with 0. */
function severityCounts(severities: readonly FindingSeverity[]): object {
  const counted = severities.map((severity) => ({ [severity]: [{ numeric: ['>=', 1] }] }));
  // with a single element, EventBridge reads `$or` as the name of a field
  return counted.length === 1 ? counted[0] : { $or: counted };
}
