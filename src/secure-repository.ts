import { ArnFormat, Duration, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { warnOfCacheWithoutPull } from './access/build-cache-access';
import { LambdaConsumers } from './access/lambda-consumers';
import { RepositoryAccess } from './access/repository-access';
import { RepositoryPolicy } from './access/repository-policy';
import { OnImagePushedOptions, RepositoryEvents } from './events/repository-events';
import { LifecyclePolicy } from './lifecycle/lifecycle-policy';
import { nameInNestedStack } from './private/cdk-internals';
import { checkOptions, checkType } from './private/input-type';
import { isIntrinsic } from './private/intrinsics';
import { annotate, checkAtSynthesis } from './private/report-findings';
import { knownNameReference } from './repository/cross-stack-reference';
import { notScanned } from './repository/described-scanning';
import { repositorySettings, describeSettings, weakenedSettings } from './repository/described-settings';
import { dualStackRegistry } from './repository/dual-stack';
import { notedTag } from './repository/latest-tag';
import { checkEmptyOnDelete, checkRepositoryName, checkRepositoryProps } from './repository/props-check';
import { pushCommands, PushCommandsOptions } from './repository/push-commands';
import { scanOfRepository } from './repository/registry-scan';
import { RegistrySettings } from './repository/registry-settings';
import { RepositoryIdentity } from './repository/repository-identity';
import { encryptionConfiguration, tagMutability } from './repository/settings';
import { SecureRepositoryProps } from './secure-repository-props';

/**
 * An Amazon ECR repository with secure defaults: it scans images on push, encrypts them, keeps tags immutable, expires untagged images,
 * and allows access only to the principals of its grants. It can be used wherever an `ecr.IRepository` is accepted.
 *
 * Scan on push takes effect while the registry of the account uses basic scanning. With enhanced scanning, the filters of the registry
 * determine which repositories are scanned; `aws ecr get-registry-scanning-configuration` prints them.
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
  /** The ID to register a property injector under, to set organization-wide defaults for every `SecureRepository`. */
  public static readonly PROPERTY_INJECTION_ID = 'cdk-secure-repository.SecureRepository';

  private static defaultLifecyclePolicy?: LifecyclePolicy;

  /** One object for all repositories, so that its text is created once. */
  private static untaggedExpire(): LifecyclePolicy {
    return (this.defaultLifecyclePolicy ??= LifecyclePolicy.expireUntaggedAfter(Duration.days(14)));
  }

  private readonly policyProp: LifecyclePolicy;
  private readonly resource: ecr.CfnRepository;
  // created on first access
  private memo: { name?: string; arn?: string; access?: RepositoryAccess; lambdas?: LambdaConsumers } = {};

  constructor(scope: Construct, id: string, props: SecureRepositoryProps = {}) {
    // another type is refused below, where an error can name the construct
    super(scope, id, { physicalName: typeof props?.repositoryName === 'string' ? props.repositoryName : undefined });
    checkRepositoryProps(this, props);
    checkRepositoryName(this, props.repositoryName);
    checkEmptyOnDelete(this, props.emptyOnDelete, props.removalPolicy);
    this.policyProp = props.lifecyclePolicy === undefined ? SecureRepository.untaggedExpire() : props.lifecyclePolicy;
    LifecyclePolicy._check(this, this.policyProp);
    for (const warning of this.policyProp._warnings) annotate(this, { ...warning, severity: 'warning' });

    const lifecyclePolicyText = this.policyProp.toText();
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
    RegistrySettings.of(this).readAtSynthesis(this.stack);
    const name = () => RepositoryIdentity.of(this).name;
    checkAtSynthesis(this, () => {
      const scan = scanOfRepository(this.stack, name);
      return [...weakenedSettings(this.resource, settings, scan), ...notScanned(scan, name)];
    });
    if (props.pullByOrganization !== undefined) this.access.grantPullToOrganization(props.pullByOrganization);
  }

  /** The lifecycle policy in the template. It differs from `lifecyclePolicy` in the props if the L1 was changed. */
  public get lifecyclePolicy(): LifecyclePolicy {
    const { lifecyclePolicyText: text = '' } = repositorySettings(this.resource);
    if (JSON.stringify(text) === JSON.stringify(this.stack.resolve(this.policyProp.toText()))) return this.policyProp;
    if (text === '') return LifecyclePolicy.none();
    return LifecyclePolicy.fromText(isIntrinsic(text) ? Token.asString(text) : String(text));
  }

  /** The name. If it is known at synthesis, other stacks use it without a reference. */
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

  /** The ARN. If the name is known at synthesis, other stacks use it without a reference. */
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

  /** The permissions on the repository. It has the grant methods of this class and additional ones. */
  public get access(): RepositoryAccess {
    return (this.memo.access ??= RepositoryAccess.of(this));
  }

  /** The host name of the registry for `docker login`, such as `111122223333.dkr.ecr.eu-west-1.amazonaws.com`. */
  public get registryUri(): string {
    return `${this.stack.account}.dkr.ecr.${this.stack.region}.${this.stack.urlSuffix}`;
  }

  /**
   * The host name of the registry over IPv4 and IPv6, such as `111122223333.dkr-ecr.eu-west-1.on.aws`. A login and an image reference must use
   * the same host. Interface VPC endpoints (AWS PrivateLink) support only the host of `registryUri`.
   * @throws in Regions other than commercial Regions and AWS GovCloud (US)
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
   */
  public get dualStackRegistryUri(): string {
    return dualStackRegistry(this, this.stack.account, this.stack.region);
  }

  /** Returns the URI of the repository, with the tag if one is passed. */
  public repositoryUriForTag(tag?: string): string {
    if (tag !== undefined) checkType(this, 'tag', tag, 'text');
    return `${this.registryUri}/${this.repositoryName}${tag ? `:${notedTag(this, tag, 'name')}` : ''}`;
  }

  /** Returns the URI of the repository, with the digest if one is passed. */
  public repositoryUriForDigest(digest?: string): string {
    if (digest !== undefined) checkType(this, 'digest', digest, 'text');
    return `${this.registryUri}/${this.repositoryName}${digest ? `@${digest}` : ''}`;
  }

  /**
   * Adds a statement to the repository policy. Prefer the grants, which add the permissions that each kind of principal requires.
   *
   * The statement is validated again at synthesis, so later changes to it are also checked. A modified copy is added in two cases: a
   * resource that is the repository itself is removed, and `lambda.amazonaws.com` and `codebuild.amazonaws.com` without a source condition
   * are restricted to the account of the repository.
   * @throws for an unconditional Allow to everyone, a statement without actions or principals, registry-level actions, and resources
   * other than this repository
   */
  public addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    checkType(this, 'statement', statement, 'statement');
    return RepositoryPolicy.of(this).add(statement, this.resource);
  }

  /** Grants permission to pull images and to log in. */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPull(grantee);
  }

  /** Grants permission to push images and to log in. */
  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPush(grantee);
  }

  /** Grants permission to pull and push images and to log in. */
  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantPullPush(grantee);
  }

  /** Grants permission to read the repository's settings and the list of its images. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.access.grantRead(grantee);
  }

  /** Grants the specified actions, without permission to log in. See `RepositoryAccess.grant`. */
  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.access.grant(grantee, ...actions);
  }

  /**
   * Returns the shell commands for logging in, building, tagging and pushing an image, as "View push commands" in the console does.
   * Join them with line breaks for a `CfnOutput`.
   * @param tags the tags of the image, at least one. A POSIX shell expands `$(…)` and `${…}`. The default is the short git SHA at the
   *   time of the push
   * @param options the tool, the platforms, a build cache and the host
   */
  public pushCommands(tags: string[] = ['$(git rev-parse --short HEAD)'], options: PushCommandsOptions = {}): string[] {
    const commands = pushCommands(this, tags, options);
    if (options.cache !== undefined) warnOfCacheWithoutPull(this, this.access);
    return commands;
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
   * Creates an EventBridge rule for completed basic scans, with and without findings. The rule does not match scans by Amazon Inspector
   * (enhanced scanning). `ScanFindingsRule` matches the findings of both.
   */
  public onImageScanCompleted(id: string, options: ecr.OnImageScanCompletedOptions = {}): events.Rule {
    checkType(this, 'id', id, 'text');
    checkOptions(this, 'options', options, { target: 'target', imageTags: 'texts' });
    return super.onImageScanCompleted(id, options);
  }

  /**
   * Describes the settings in the template, one line per setting: scanning, tags, encryption, deletion. The lines include assignments to
   * the L1 and overrides. They include the effects of Aspects only if the method is called in a validation or after synthesis.
   *
   * The line about scanning includes the scanning configuration of the registry, if the app contains it for the account and Region: that of a
   * `SecureRegistry`, and in a validation or after synthesis also that of an L1.
   */
  public describe(): string[] {
    const scan = scanOfRepository(this.stack, () => RepositoryIdentity.of(this).name);
    return describeSettings(this.resource, scan);
  }

  private isRenamed(): boolean {
    return RepositoryIdentity.of(this).name !== this.physicalName;
  }
}
