import * as events from 'aws-cdk-lib/aws-events';
import { EventSource } from './event-source';
import { ScanEvent, ScanMessage } from './scan-message';

/** A target as one rule of a `ScanFindingsRule` sees it: with the message for the rule's kind of event. */
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
