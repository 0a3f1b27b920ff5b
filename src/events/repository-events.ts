import { PhysicalName } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { checkNarrows, copyOfPattern, imageTagPattern } from './event-pattern';
import { eventSource } from './event-source';
import { nameInNestedStack } from '../private/cdk-internals';
import { quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { checkIsRepository } from '../repository/repository-identity';

/** Options for `RepositoryEvents.onImagePushed`. */
export interface OnImagePushedOptions extends events.OnEventOptions {
  /**
   * The tags to match, each exact (`latest`) or with `*` for zero or more characters (`v*`).
   * @default - every push, with and without a tag
   */
  readonly tags?: string[];
}

/**
 * Events of an ECR repository: a `SecureRepository`, an `ecr.Repository` or an imported one. ECR sends them to EventBridge on a
 * best-effort basis, and no CloudTrail trail is required. For scan findings, use `ScanFindingsRule`.
 *
 * Events arrive only in the account and Region of the repository. A rule for a repository that is imported into a stack of another
 * account or Region is an error.
 *
 * @example
 * declare const topic: sns.ITopic;
 * const repository = ecr.Repository.fromRepositoryName(this, 'Repository', 'my-app');
 * RepositoryEvents.of(repository).onImagePushed('Released', {
 *   tags: ['v*'],
 *   target: new targets.SnsTopic(topic),
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export class RepositoryEvents {
  /**
   * Returns the events of a repository.
   * @param repository any repository
   */
  public static of(repository: ecr.IRepository): RepositoryEvents {
    checkIsRepository('RepositoryEvents.of(repository)', 'repository is', repository);
    return new RepositoryEvents(repository);
  }

  private constructor(private readonly repository: ecr.IRepository) {}

  /**
   * Creates an EventBridge rule for successful image pushes.
   * @param id the ID of the rule, unique in the repository
   * @param options the tags to match, and the target
   */
  public onImagePushed(id: string, options: OnImagePushedOptions = {}): events.Rule {
    const place = this.checkedPlace(id, options);
    const { tags, ...ruleOptions } = options;
    if (tags !== undefined && !Array.isArray(tags)) {
      throw new SecureRepositoryError('input-type', place, `tags is ${quoted(tags)}, but must be a list. Use [${quoted(tags)}].`);
    }
    if (tags?.length === 0) {
      throw new SecureRepositoryError('event-pattern', place, 'tags is [], but must have at least one tag. Omit tags to match every push.');
    }
    return this.rule(id, place, ruleOptions, ['ECR Image Action'], {
      'action-type': ['PUSH'],
      result: ['SUCCESS'],
      'repository-name': [this.repository.repositoryName],
      ...(tags && { 'image-tag': tags.map((tag, index) => imageTagPattern(place, `tags[${index}]`, tag)) }),
    });
  }

  /** The path that the rule will have, after the types of the arguments have been checked. */
  private checkedPlace(id: string, options: events.OnEventOptions): string {
    checkType(this.repository, 'id', id, 'text');
    const place = `${this.repository.node.path}/${id}`;
    const types = {
      target: 'target',
      ruleName: 'text',
      description: 'text',
      eventPattern: 'object',
      crossStackScope: 'construct',
    } as const;
    checkOptions(place, 'options', options, types);
    return place;
  }

  /** A rule for events that ECR sends about the repository, narrowed by the pattern among the options. */
  private rule(id: string, place: string, options: events.OnEventOptions, detailType: string[], detail: object): events.Rule {
    const { target, eventPattern, ...ruleProps } = options;
    const { account, region } = eventSource(this.repository, place, this.repository);
    const pattern = { source: ['aws.ecr'], detailType, account: [account], region: [region], detail };
    checkNarrows(place, pattern, eventPattern);
    // the policy of a queue or a topic in another account names the rule
    const ruleName = options.ruleName ?? PhysicalName.GENERATE_IF_NEEDED;
    // aws-cdk-lib changes the pattern that it receives, which may be a constant of the user for several rules
    const props = { ...ruleProps, ruleName, eventPattern: copyOfPattern(eventPattern) };
    const rule = new events.Rule(this.repository as ecr.IRepository & Construct, id, props);
    nameInNestedStack(rule.node.defaultChild);
    rule.addEventPattern(pattern);
    rule.addTarget(target);
    return rule;
  }
}
