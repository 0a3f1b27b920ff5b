import { Annotations, ArnFormat, Duration, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { LambdaConsumers } from './access/lambda-consumers';
import { RepositoryAccess } from './access/repository-access';
import { RepositoryPolicy } from './access/repository-policy';
import { OnImagePushedOptions, RepositoryEvents } from './events/repository-events';
import { LifecyclePolicy } from './lifecycle/lifecycle-policy';
import { nameInNestedStack } from './private/cdk-internals';
import { describeValue } from './private/format-value';
import { checkOptions, checkType } from './private/input-type';
import { isIntrinsic } from './private/intrinsics';
import { SecureRepositoryError } from './private/secure-repository-error';
import { knownNameReference } from './repository/cross-stack-reference';
import { repositorySettings, settingsInWords, warnOfWeakenedSettings } from './repository/described-settings';
import { checkEmptyOnDelete, checkRepositoryName, checkRepositoryProps } from './repository/props-check';
import { pushCommands } from './repository/push-commands';
import { RepositoryIdentity } from './repository/repository-identity';
import { encryptionConfiguration, tagMutability } from './repository/settings';
import { SecureRepositoryProps } from './secure-repository-props';

/**
 * An Amazon ECR repository with secure defaults: it scans images on push, encrypts them, keeps tags immutable, expires untagged images,
 * and allows only the principals of its grants. It is accepted wherever an `ecr.IRepository` is.
 *
 * Its scan on push works while the registry of the account is on basic scanning. On enhanced scanning the registry's filters decide
 * which repositories are scanned: `aws ecr get-registry-scanning-configuration` prints what is set.
 *
 * @example
 * const repository = new SecureRepository(this, 'Repository', {
 *   repositoryName: 'myapp',
 *   lifecyclePolicy: LifecyclePolicy.keepLatest(10),
 * });
 * declare const developers: iam.Role;
 * repository.grantPullPush(developers);
 */
@propertyInjectable
export class SecureRepository extends ecr.RepositoryBase {
  /** The ID for a property injector, with which a company sets its own defaults for every `SecureRepository`. */
  public static readonly PROPERTY_INJECTION_ID = 'cdk-secure-repository.SecureRepository';

  private static defaultLifecyclePolicy?: LifecyclePolicy;

  /** One value for all repositories: its text is made once. */
  private static untaggedExpire(): LifecyclePolicy {
    return (this.defaultLifecyclePolicy ??= LifecyclePolicy.expireUntaggedAfter(Duration.days(14)));
  }

  private readonly givenPolicy: LifecyclePolicy;
  private readonly resource: ecr.CfnRepository;
  // a repository that nobody asks for them does not pay for them
  private memo: { name?: string; arn?: string; access?: RepositoryAccess; lambdas?: LambdaConsumers } = {};

  constructor(scope: Construct, id: string, props: SecureRepositoryProps = {}) {
    // another type is refused below, where there is a construct to name
    super(scope, id, { physicalName: typeof props?.repositoryName === 'string' ? props.repositoryName : undefined });
    checkRepositoryProps(this, props);
    checkRepositoryName(this, props.repositoryName);
    checkEmptyOnDelete(this, props.emptyOnDelete, props.removalPolicy);
    this.givenPolicy = props.lifecyclePolicy === undefined ? SecureRepository.untaggedExpire() : props.lifecyclePolicy;
    if (!(this.givenPolicy instanceof LifecyclePolicy)) {
      throw new SecureRepositoryError(
        'input-type',
        this,
        `lifecyclePolicy is ${describeValue(this.givenPolicy)}, expected a LifecyclePolicy: write LifecyclePolicy.fromText(text) for JSON`,
      );
    }
    for (const { id: warningId, message } of this.givenPolicy._warnings) Annotations.of(this).addWarningV2(warningId, message);

    const lifecyclePolicyText = this.givenPolicy.toText();
    const settings = {
      imageScanningConfiguration: { scanOnPush: true },
      ...tagMutability(this, props.mutableTags),
      encryptionConfiguration: encryptionConfiguration(this, props),
    };
    this.resource = new ecr.CfnRepository(this, 'Resource', {
      repositoryName: this.physicalName,
      ...settings,
      lifecyclePolicy: lifecyclePolicyText === '' ? undefined : { lifecyclePolicyText },
      emptyOnDelete: props.emptyOnDelete,
    });
    this.resource.applyRemovalPolicy(props.removalPolicy);
    nameInNestedStack(this.resource);
    RepositoryPolicy.validateAtSynthesis(this);
    warnOfWeakenedSettings(this, this.resource, settings);
  }

  /** Which images expire or are archived, as the template would hold it now: another policy where the L1 was given one. */
  public get lifecyclePolicy(): LifecyclePolicy {
    const { lifecyclePolicyText: text = '' } = repositorySettings(this.resource);
    if (JSON.stringify(text) === JSON.stringify(this.stack.resolve(this.givenPolicy.toText()))) return this.givenPolicy;
    if (text === '') return LifecyclePolicy.none();
    return LifecyclePolicy.fromText(isIntrinsic(text) ? Token.asString(text) : String(text));
  }

  /** The name. Where it is known, other stacks need no reference for it. */
  public get repositoryName(): string {
    return (this.memo.name ??= knownNameReference(this.resource, {
      attribute: 'Ref',
      name: () => this.resource.repositoryName,
      reference: this.getResourceNameAttribute(this.resource.ref),
      literal: () => RepositoryIdentity.of(this).name,
      isRenamed: () => this.isRenamed(),
      onUse: (consumer) => (this.memo.lambdas ??= new LambdaConsumers(this)).note(consumer),
    }));
  }

  /** The ARN. Where the name is known, other stacks need no reference for it. */
  public get repositoryArn(): string {
    return (this.memo.arn ??= knownNameReference(this.resource, {
      attribute: 'Arn',
      name: () => this.resource.repositoryName,
      reference: this.getResourceArnAttribute(this.resource.attrArn, {
        service: 'ecr',
        resource: 'repository',
        resourceName: this.physicalName,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
      literal: () => RepositoryIdentity.of(this).literalArn,
      isRenamed: () => this.isRenamed(),
    }));
  }

  /** The permissions on the repository: the grants below, and more. */
  public get access(): RepositoryAccess {
    return (this.memo.access ??= RepositoryAccess.of(this));
  }

  /** The host name of the registry, such as `111122223333.dkr.ecr.eu-west-1.amazonaws.com`: the registry for `docker login`. */
  public get registryUri(): string {
    return `${this.stack.account}.dkr.ecr.${this.stack.region}.${this.stack.urlSuffix}`;
  }

  /** The URI of the repository, with a tag if one is given. */
  public repositoryUriForTag(tag?: string): string {
    if (tag !== undefined) checkType(this, 'tag', tag, 'text');
    return `${this.registryUri}/${this.repositoryName}${tag ? `:${tag}` : ''}`;
  }

  /** The URI of the repository, with a digest if one is given. */
  public repositoryUriForDigest(digest?: string): string {
    if (digest !== undefined) checkType(this, 'digest', digest, 'text');
    return `${this.registryUri}/${this.repositoryName}${digest ? `@${digest}` : ''}`;
  }

  /**
   * Adds a statement to the repository policy. Prefer the grants: they add what each kind of principal needs.
   *
   * The statement itself is kept and checked again at synthesis, or a copy of it where it has to be changed: a resource that is the
   * repository itself is dropped, and `lambda.amazonaws.com` and `codebuild.amazonaws.com` without a source condition are narrowed to
   * the repository's own account.
   * @throws for an Allow to everyone without a condition, a statement without actions or principals, actions on the registry, and
   * another resource
   */
  public addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    checkType(this, 'statement', statement, 'statement');
    return RepositoryPolicy.of(this).add(statement, this.resource);
  }

  /** Allows pulling images, and logging in. */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPull(grantee);
  }

  /** Allows pushing images, and logging in. */
  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPush(grantee);
  }

  /** Allows pulling and pushing images, and logging in. */
  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPullPush(grantee);
  }

  /** Allows looking at the repository and its images. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantRead(grantee);
  }

  /** Allows actions of your choice, without logging in; see `RepositoryAccess.grant`. */
  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.access.grant(grantee, ...actions);
  }

  /**
   * Returns the shell commands for logging in, building, tagging and pushing an image, as "View push commands" in the console does.
   * Join them with line breaks for a `CfnOutput`.
   * @param tags the image's tags, at least one: text for a POSIX shell, which may expand `$(…)` and `${…}`, by default the short
   *   git SHA at the time of the push
   */
  public pushCommands(tags: string[] = ['$(git rev-parse --short HEAD)']): string[] {
    return pushCommands(this, tags);
  }

  /**
   * Creates an EventBridge rule for successful image pushes: see `RepositoryEvents.onImagePushed`.
   * @param id the ID of the rule, unique in this repository
   * @param options the tags to match, and the target
   */
  public onImagePushed(id: string, options: OnImagePushedOptions = {}): events.Rule {
    return RepositoryEvents.of(this).onImagePushed(id, options);
  }

  /**
   * Creates an EventBridge rule for completed basic scans, with and without findings. Scans by Amazon Inspector (enhanced scanning) are
   * not matched; `ScanFindingsRule` matches the findings of both.
   */
  public onImageScanCompleted(id: string, options: ecr.OnImageScanCompletedOptions = {}): events.Rule {
    checkType(this, 'id', id, 'text');
    checkOptions(this, 'options', options, { target: 'target', imageTags: 'texts' });
    return super.onImageScanCompleted(id, options);
  }

  /**
   * Describes what the repository enforces, a line each: scanning, tags, encryption, deletion. It reads what the template would hold now,
   * after assignments to the L1 and overrides; Aspects are included once they have run, that is, in a validation or after the synthesis.
   */
  public describe(): string[] {
    return settingsInWords(this.resource);
  }

  private isRenamed(): boolean {
    return RepositoryIdentity.of(this).name !== this.physicalName;
  }
}
