import * as events from 'aws-cdk-lib/aws-events';
import { EventSource } from './event-source';
import { FindingSeverity } from './finding-severity';
import { findingsUrl } from './findings-url';
import { SecureRepositoryError } from '../private/secure-repository-error';

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

/** What a message says, as parts of a text that hold fields of the event. */
export interface ScanNews {
  readonly repositoryName: string;
  readonly found: string;
  readonly image: string;
  readonly url: string;
}

/**
 * The input of a target, written once for all kinds of event: a `ScanFindingsRule` makes of it the input for each of its rules.
 * By itself it knows no kind of event, so any other rule refuses it.
 */
export class ScanMessage extends events.RuleTargetInput {
  constructor(
    private readonly factory: string,
    private readonly write: (news: ScanNews) => events.RuleTargetInput,
  ) {
    super();
  }

  public for(event: ScanEvent, source: EventSource): events.RuleTargetInput {
    return this.write({
      repositoryName: source.repository.repositoryName,
      found: event.found(),
      image: event.image(),
      url: findingsUrl(source, event.digest()),
    });
  }

  public bind(rule: events.IRule): events.RuleTargetInputProperties {
    throw new SecureRepositoryError(
      'event-target',
      rule,
      `given a target with ${this.factory}, expected one without: it is for the targets of a ScanFindingsRule, ` +
        'so pass the target to its addTarget, or write the text with RuleTargetInput.fromText; for a log group leave it out',
    );
  }
}
