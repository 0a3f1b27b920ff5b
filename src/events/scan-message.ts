import { Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { EventSource } from './event-source';
import { ScanEvent } from './scan-events';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The fields of a message: texts that have fields of the event. */
export interface ScanMessageFields {
  readonly repositoryName: string;
  readonly found: string;
  readonly image: string;
  readonly url: string;
}

/**
 * The input of a target, written once for all kinds of event: a `ScanFindingsRule` turns it into the input for each of its rules. Any
 * other rule refuses it, because it does not have the fields of an event yet.
 */
export class ScanMessage extends events.RuleTargetInput {
  constructor(
    private readonly factory: string,
    private readonly write: (fields: ScanMessageFields) => events.RuleTargetInput,
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
      'scan-message',
      rule,
      `a target has ${this.factory}, which is only for targets of a ScanFindingsRule. Pass the target to addTarget of a ScanFindingsRule, ` +
        'or use RuleTargetInput.fromText; for a log group, omit the message.',
    );
  }
}

/** A target of a `ScanFindingsRule` in one of its rules: with the message for the rule's kind of event. */
export class ScanEventTarget implements events.IRuleTarget {
  constructor(
    private readonly target: events.IRuleTarget,
    private readonly event: ScanEvent,
    private readonly source: EventSource,
  ) {}

  public bind(rule: events.IRule, id?: string): events.RuleTargetConfig {
    const config = this.target.bind(rule, id);
    return config.input instanceof ScanMessage ? { ...config, input: config.input.for(this.event, this.source) } : config;
  }
}

/** The console page with the scan findings of an image. In a stack without a Region the host is that of the partition `aws`. */
function findingsUrl({ repository, account, region }: EventSource, digest: string): string {
  const page = `ecr/repositories/private/${account}/${repository.repositoryName}/_/image/${digest}/details`;
  return `https://${region}.${consoleHost(region)}/${page}?region=${region}`;
}

function consoleHost(region: string): string {
  if (!Token.isUnresolved(region) && region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (!Token.isUnresolved(region) && region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return 'console.aws.amazon.com';
}
