import { aws_events as events } from 'aws-cdk-lib';
import { EventSource } from './event-source';
import { FindingSeverity } from './finding-severity';

/**
 * A kind of event that tells of vulnerabilities: what it looks like, and what a message can say of it. The texts hold fields
 * of the event, and only those that every event of the kind has: of one that is missing EventBridge leaves a gap.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export interface ScanEvent {
  /** The id of the rule that listens to it. */
  readonly ruleId: string;
  /** What the rule is for, as the console shows it. */
  readonly description: string;
  /** The events of this kind that the repository sends and that tell of one of the severities. */
  pattern(source: EventSource, severities: readonly FindingSeverity[]): events.EventPattern;
  /** What was found: the counts, or the vulnerability. */
  found(): string;
  /** The digest of the image. */
  digest(): string;
  /** The image for a reader: the digest, and the tags where the event always has them. */
  image(): string;
}
