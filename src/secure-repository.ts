import { Annotations, ArnFormat, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { KnownRepository } from './access/known-repository';
import { LambdaConsumers } from './access/lambda-consumers';
import { RepositoryAccess } from './access/repository-access';
import { RepositoryPolicy } from './access/repository-policy';
import { imagePushedRule } from './events/image-pushed-rule';
import { OnImagePushedOptions } from './events/on-image-pushed-options';
import { LifecyclePolicy } from './lifecycle/lifecycle-policy';
import { nameInNestedStack } from './private/cdk-internals';
import { checkEmptyOnDelete } from './private/deletion';
import { encryptionConfiguration } from './private/encryption';
import { given } from './private/given';
import { checkOptions, checkType } from './private/input-type';
import { isIntrinsic } from './private/intrinsic-text';
import { knownNameReference } from './private/known-name-reference';
import { tagMutability } from './private/mutable-tags';
import { pushCommands } from './private/push-commands';
import { checkRepositoryName } from './private/repository-name';
import { checkRepositoryProps } from './private/repository-props-check';
import { repositorySettings } from './private/repository-settings';
import { SecureRepositoryError } from './private/secure-repository-error';
import { settingsInWords } from './private/settings-in-words';
import { warnOfWeakenedSettings } from './private/weakened-settings';

/** Properties for `SecureRepository`. None makes a repository insecure, except `mutableTags: ['*']`, which warns. */
export interface SecureRepositoryProps {
  /**
   * The name, 2 to 256 characters: small letters and digits in parts joined by `.`, `_`, `__` or hyphens, `/` between namespaces.
   * A known name keeps policies small and needs no outputs between stacks; it must not be overridden on the L1 later.
   * @default - CloudFormation generates a name
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
   */
  readonly repositoryName?: string;

  /**
   * The tags that may be moved to another image, at most 5, with `*` as a wildcard: `latest`, `dev-*`. More than two wildcards in
   * one, and `*` alone, are warnings. Security Hub's control ECR.2 and Control Tower's CT.ECR.PR.3 want none.
   * @default - every tag is immutable: pushing an existing tag is refused
   */
  readonly mutableTags?: string[];

  /**
   * How images are encrypted. It cannot be changed later: a change replaces the repository.
   * @default - AES256, or KMS when `encryptionKey` is given
   */
  readonly encryption?: ecr.RepositoryEncryption;

  /**
   * The key for KMS or KMS_DSSE, of the repository's own Region. Who pushes and pulls needs no permission for it.
   * @default - AES256; with KMS or KMS_DSSE the key that AWS manages
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * Leaves the encryption out of the template. Only for a repository that an earlier template created without it: ECR encrypts
   * it with AES256 all the same, and naming that now would replace the repository. Not together with the two above.
   * @default false - the encryption is named
   */
  readonly implicitEncryption?: boolean;

  /**
   * Which images expire or are archived.
   * @default - untagged images expire 14 days after they were pushed; no tagged image ever expires
   */
  readonly lifecyclePolicy?: LifecyclePolicy;

  /**
   * What becomes of the repository when the stack is deleted, or when the construct is taken out of it.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether deleting the repository deletes its images; without it a repository that has images cannot be deleted. Only with
   * `RemovalPolicy.DESTROY`.
   * @default false
   */
  readonly emptyOnDelete?: boolean;
}

/**
 * An Amazon ECR repository that is right from its first line: scanned on push, encrypted, immutable tags, untagged images
 * cleaned up, and open to exactly those whom it is granted to. It goes wherever an `ecr.IRepository` goes.
 *
 * Its scan on push works while the registry of the account is on basic scanning. On enhanced scanning the registry's filters decide
 * which repositories are scanned: `aws ecr get-registry-scanning-configuration` says what is set.
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
  /** By this id a company sets its own defaults for every `SecureRepository`, with a property injector. */
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
        this,
        `lifecyclePolicy is ${given(this.givenPolicy)}, expected a LifecyclePolicy: write LifecyclePolicy.fromText(text) for JSON`,
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

  /** The name; in other stacks of the same account and Region it needs no reference, when it is known. */
  public get repositoryName(): string {
    return (this.memo.name ??= knownNameReference(this.resource, {
      attribute: 'Ref',
      name: () => this.resource.repositoryName,
      reference: this.getResourceNameAttribute(this.resource.ref),
      literal: () => KnownRepository.of(this).name,
      isRenamed: () => this.isRenamed(),
      onUse: (consumer) => (this.memo.lambdas ??= new LambdaConsumers(this)).note(consumer),
    }));
  }

  /** The ARN; in other stacks of the same account and Region it needs no reference, when the name is known. */
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
      literal: () => KnownRepository.of(this).literalArn,
      isRenamed: () => this.isRenamed(),
    }));
  }

  /** Who may do what with the repository: the grants below, and more. */
  public get access(): RepositoryAccess {
    return (this.memo.access ??= RepositoryAccess.of(this));
  }

  /** The host name of the registry, such as `111122223333.dkr.ecr.eu-west-1.amazonaws.com`: what `docker login` wants. */
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
   * Adds a statement to the repository policy. The grants are the better way, for they know what a principal needs.
   *
   * The object itself is kept, and looked at again at synthesis, unless it is changed as said below: then a copy is kept. Refused are an Allow to everyone without a condition, a statement
   * without action or principal, actions on the registry, and a resource other than the repository itself, which is dropped.
   * `lambda.amazonaws.com` and `codebuild.amazonaws.com` without a source condition are narrowed to the repository's own account.
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
   * The shell lines for logging in, building, tagging and pushing an image, as the console's "View push commands" shows them.
   * Joined by line ends they make a good `CfnOutput`.
   * @param tags the image's tags, at least one: text for a POSIX shell, which may expand `$(…)` and `${…}`, by default the short
   *   git SHA at the time of the push
   */
  public pushCommands(tags: string[] = ['$(git rev-parse --short HEAD)']): string[] {
    return pushCommands(this, tags);
  }

  /**
   * Hears of every image that is pushed: ECR's own event, which needs no trail of CloudTrail. Events are best effort.
   * @param id of the rule, unique in this repository
   * @param options which tags, and who hears of them
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
   */
  public onImagePushed(id: string, options: OnImagePushedOptions = {}): events.Rule {
    return imagePushedRule(this, id, this, options);
  }

  /**
   * Hears of every completed scan, whatever it found, while the registry is on basic scanning. It does not hear of scans by Amazon
   * Inspector, on enhanced scanning; `ScanFindingsRule` hears of both, and of findings only.
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
    return KnownRepository.of(this).name !== this.physicalName;
  }
}
