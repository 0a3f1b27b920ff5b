import { PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { EventSource, eventSource } from './event-source';
import { FindingSeverity } from './finding-severity';
import { BASIC_SCAN, ENHANCED_FINDING, ENHANCED_SCAN, ScanEvent, severitiesFrom } from './scan-events';
import { ScanEventTarget, ScanMessage } from './scan-message';
import { nameInNestedStack } from '../private/cdk-internals';
import { describeValue } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { notScanned } from '../repository/described-scanning';
import { scanOfRepository } from '../repository/registry-scan';
import { RegistrySettings } from '../repository/registry-settings';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
const MAX_TARGETS = 5;

/** Properties for `ScanFindingsRule`. */
export interface ScanFindingsRuleProps {
  /** The repository whose images are scanned. It must be in the account and Region of the rule, where its events arrive. */
  readonly repository: ecr.IRepository;

  /**
   * The lowest severity to report. Higher severities are also reported. Informational findings and findings without a severity are never
   * reported.
   */
  readonly minimumSeverity: FindingSeverity;

  /** The rule targets, 1 to 5 (EventBridge quota). */
  readonly targets: events.IRuleTarget[];

  /**
   * Whether enhanced scanning sends one message per finding instead of one message for the scan after the push. Set it to true to receive
   * vulnerabilities that are disclosed later, when continuous scanning evaluates the image again. Basic scanning always sends one message
   * per scan.
   * @default false - one message per scan
   */
  readonly perFinding?: boolean;
}

/**
 * Routes the scan findings of a repository to EventBridge targets.
 *
 * The registry of an account and Region uses basic or enhanced scanning, and each scan type sends its own events. The rule matches both,
 * so it continues to work when the scan type changes. It does not match failed scans, or scans whose findings are all below
 * `minimumSeverity`. With enhanced
 * scanning, the filters of the registry determine which repositories are scanned, and the scan-on-push setting of a repository has no
 * effect. `aws ecr get-registry-scanning-configuration` prints the setting. If the app contains the scanning configuration, a repository that no
 * filter matches is a warning.
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
   * Returns a line of text for an email, a queue or a function: the repository, the findings, the image, and a link to the findings. Use
   * it only for the targets of a `ScanFindingsRule`. Log groups do not accept text: create a log group target without an input, so that it receives the event itself.
   */
  public static message(): events.RuleTargetInput {
    return new ScanMessage('ScanFindingsRule.message()', ({ repositoryName, found, image, url }) =>
      events.RuleTargetInput.fromText(`Vulnerabilities in ${repositoryName}: ${found}. Image ${image}. See ${url} for the findings.`),
    );
  }

  /**
   * Returns the text of `message()` in the format of Amazon Q Developer in chat applications (formerly AWS Chatbot), for an SNS topic to
   * which a chat channel is subscribed. The service discards text in any other format. Use the message only for the targets of a `ScanFindingsRule`.
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
          nextSteps: [`View the findings: ${url}`],
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
    checkIsRepository(this, 'repository is', props.repository);
    if (!Array.isArray(props.targets) || !props.targets.some((target) => target)) {
      throw new SecureRepositoryError(
        'event-targets',
        this,
        `targets is ${describeValue(props.targets)}, but must have at least one target. Use [new targets.SnsTopic(topic)], for example.`,
      );
    }
    this.source = eventSource(this, this.node.path, props.repository);
    for (const event of [BASIC_SCAN, props.perFinding ? ENHANCED_FINDING : ENHANCED_SCAN]) {
      const eventPattern = event.pattern(this.source, severities);
      // the policy of a queue or a topic in another account names the rule
      const ruleName = PhysicalName.GENERATE_IF_NEEDED;
      const rule = new events.Rule(this, event.ruleId, { ruleName, description: event.description, eventPattern });
      nameInNestedStack(rule.node.defaultChild);
      this.rules.set(event, rule);
    }
    props.targets.forEach((target) => this.addTarget(target));
    const { repository } = props;
    const stack = Stack.of(this);
    const name = () => RepositoryIdentity.of(repository).knownName;
    RegistrySettings.of(this).readAtSynthesis(stack);
    checkAtSynthesis(this, () => notScanned(scanOfRepository(stack, name), name, 'the rule receives no findings'));
  }

  /** Adds a target. Does nothing when `target` is undefined. */
  public addTarget(target?: events.IRuleTarget): void {
    if (target === undefined) return;
    checkType(this, 'target', target, 'target');
    for (const [event, rule] of this.rules) rule.addTarget(new ScanEventTarget(target, event, this.source));
    if (++this.added > MAX_TARGETS) this.checkTargets();
  }

  /** Targets of another account or Region share one target, the bus there, so that only the rendered rules have the count. */
  private checkTargets(): void {
    for (const rule of this.rules.values()) {
      const { targets } = rule.node.defaultChild as events.CfnRule;
      const rendered: unknown = Stack.of(rule).resolve(targets);
      if (!Array.isArray(rendered) || rendered.length <= MAX_TARGETS) continue;
      throw new SecureRepositoryError(
        'event-targets',
        this,
        `the rule has ${rendered.length} targets, but EventBridge accepts at most ${MAX_TARGETS} per rule. ` +
          'Add the others to a second ScanFindingsRule.',
      );
    }
  }
}
