import { PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { BASIC_SCAN } from './basic-scan';
import { ENHANCED_FINDING } from './enhanced-finding';
import { ENHANCED_SCAN } from './enhanced-scan';
import { EventSource, eventSource } from './event-source';
import { FindingSeverity } from './finding-severity';
import { ScanEventTarget } from './scan-event-target';
import { ScanEvent, ScanMessage } from './scan-message';
import { severitiesFrom } from './severities-from';
import { nameInNestedStack } from '../private/cdk-internals';
import { describeValue } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { checkIsRepository } from '../repository/repository-identity';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
const MOST_TARGETS = 5;

/** Which scan findings of which repository go where. */
export interface ScanFindingsRuleProps {
  /** The repository whose images are scanned: in the same account and Region as the rule, where its events arrive. */
  readonly repository: ecr.IRepository;

  /** The least severity that is worth a message. Findings that have no severity, or an informational one, never are. */
  readonly minimumSeverity: FindingSeverity;

  /** Who hears of it: at least one, at most five (EventBridge's limit for a rule). */
  readonly targets: events.IRuleTarget[];

  /**
   * Whether enhanced scanning sends a message for each vulnerability instead of one for the scan after the push. Only so is one
   * heard of that becomes known later, while continuous scanning looks at the image again. Basic scanning has a message a scan only.
   * @default false - one message a scan
   */
  readonly perFinding?: boolean;
}

/**
 * Tells somebody of the vulnerabilities that a scan has found in the images of a repository.
 *
 * Whether basic or enhanced scanning looks at a repository is a setting of the registry, one for the account and Region, and each
 * sends events of its own. This listens to both, so that it stays right when the setting changes. It hears nothing of a scan that
 * failed, and nothing of one that found nothing. Where the registry is on enhanced scanning, its filters decide which repositories
 * are scanned; a repository's own scan-on-push then has no effect:
 * `aws ecr get-registry-scanning-configuration` shows which applies.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * declare const topic: sns.ITopic;
 * new ScanFindingsRule(this, 'Findings', {
 *   repository,
 *   minimumSeverity: FindingSeverity.HIGH,
 *   targets: [new targets.SnsTopic(topic, { message: ScanFindingsRule.message() })],
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export class ScanFindingsRule extends Construct {
  /**
   * A line of text for a mail, a queue or a function: the repository, what was found, the image, and a link to the findings. Each
   * kind of event gets the text that its fields can fill. Only for the targets of a `ScanFindingsRule`, except log groups, which take
   * no text: leave the input out there, and they get the event.
   */
  public static message(): events.RuleTargetInput {
    return new ScanMessage('ScanFindingsRule.message()', ({ repositoryName, found, image, url }) =>
      events.RuleTargetInput.fromText(`Vulnerabilities in ${repositoryName}: ${found}. Image ${image}. See ${url} for the findings.`),
    );
  }

  /**
   * The same for a chat, through an SNS topic that Amazon Q Developer in chat applications (formerly AWS Chatbot) is subscribed to:
   * it shows this form and drops any other text. Only for the targets of a `ScanFindingsRule`.
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
   */
  public static chatMessage(): events.RuleTargetInput {
    return new ScanMessage('ScanFindingsRule.chatMessage()', ({ repositoryName, found, image, url }) =>
      events.RuleTargetInput.fromObject({
        version: '1.0',
        source: 'custom',
        content: {
          textType: 'client-markdown',
          title: `Vulnerabilities in ${repositoryName}`,
          description: `${found}\nImage ${image}`,
          nextSteps: [`Look at the findings: ${url}`],
        },
      }),
    );
  }

  private readonly source: EventSource;
  private readonly rules = new Map<ScanEvent, events.Rule>();
  private added = 0;

  constructor(scope: Construct, id: string, props: ScanFindingsRuleProps) {
    super(scope, id);
    checkOptions(this, 'props', props, { perFinding: 'flag' });
    const severities = severitiesFrom(this, props.minimumSeverity);
    // from JavaScript
    checkIsRepository(this, 'repository is', props.repository);
    if (!Array.isArray(props.targets) || !props.targets.some((target) => target)) {
      const problem = `targets is ${describeValue(props.targets)}, expected at least one: without a target nobody hears of a finding`;
      throw new SecureRepositoryError('event-target', this, problem);
    }
    this.source = eventSource(this, props.repository);
    for (const event of [BASIC_SCAN, props.perFinding ? ENHANCED_FINDING : ENHANCED_SCAN]) {
      const eventPattern = event.pattern(this.source, severities);
      // the policy of a queue or a topic in another account names the rule
      const ruleName = PhysicalName.GENERATE_IF_NEEDED;
      const rule = new events.Rule(this, event.ruleId, { ruleName, description: event.description, eventPattern });
      nameInNestedStack(rule.node.defaultChild);
      this.rules.set(event, rule);
    }
    props.targets.forEach((target) => this.addTarget(target));
  }

  /** Tells one more target; without one nothing changes. */
  public addTarget(target?: events.IRuleTarget): void {
    if (target === undefined) return;
    checkType(this, 'target', target, 'target');
    for (const [event, rule] of this.rules) rule.addTarget(new ScanEventTarget(target, event, this.source));
    if (++this.added > MOST_TARGETS) this.checkTargets();
  }

  /** Targets of another account or Region share one, the bus there: so the rules themselves are asked. */
  private checkTargets(): void {
    for (const rule of this.rules.values()) {
      const { targets } = rule.node.defaultChild as events.CfnRule;
      const rendered: unknown = Stack.of(rule).resolve(targets);
      if (!Array.isArray(rendered) || rendered.length <= MOST_TARGETS) continue;
      throw new SecureRepositoryError(
        'event-target',
        this,
        `given ${rendered.length} targets, expected at most ${MOST_TARGETS}, EventBridge's limit for a rule: ` +
          'give the others to a second ScanFindingsRule',
      );
    }
  }
}
