import { aws_events as events } from 'aws-cdk-lib';
import { EventSource } from './event-source';
import { findingsUrl } from './findings-url';
import { ScanEvent } from './scan-event';
import { SecureRepositoryError } from '../private/secure-repository-error';

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
      rule,
      `given a target with ${this.factory}, expected one without: it is for the targets of a ScanFindingsRule, ` +
        'so pass the target to its addTarget, or write the text with RuleTargetInput.fromText',
    );
  }
}
