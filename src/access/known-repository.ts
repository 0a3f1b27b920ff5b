import { Arn, ArnFormat, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { constructOfPrincipal, isImmutable, nameInNestedStack } from '../private/cdk-internals';
import { longestText } from '../private/intrinsic-text';
import { partitionOfArn, partitionOfRegion } from '../private/partition';
import { requireNameThatReaches } from '../private/reach-of-name';
import { mayHaveOverrides, overriddenProperty, renderedResource } from '../private/rendered-resource';
import { shown } from '../private/secure-repository-error';
import { withTokensAs } from '../private/text-with-tokens';
import { isPlaceholder } from '../private/unknown-value';
import { valueIdentity } from '../private/values-of-other-stacks';

const KNOWN = new WeakMap<ecr.IRepository, KnownRepository>();
/** The longest that is not known before the deployment. */
const LONGEST = { partition: 'aws-us-gov'.length, region: 'ap-northeast-1'.length, account: 12, stackName: 128, suffix: 15, name: 256 };

/**
 * What is known about a repository at synthesis. Its name comes from the L1, so that this works for every `ecr.IRepository`, and
 * for a `SecureRepository` whose name was set after construction.
 */
export class KnownRepository {
  public static of(repository: ecr.IRepository): KnownRepository {
    let known = KNOWN.get(repository);
    if (!known) KNOWN.set(repository, (known = new KnownRepository(repository)));
    return known;
  }

  /** The repository's L1, unless it is imported. */
  public readonly resource?: ecr.CfnRepository;
  /** The account that holds the repository: from its ARN where that can be read, else from its environment. */
  public readonly account: string;
  /** The Region of the repository, likewise. */
  public readonly region: string;
  private readonly stack: Stack;
  // those that policies were written for: an empty list costs much less than an empty set
  private readonly names: string[] = [];
  private literal?: { readonly name: string; readonly arn: string };
  private arnLength?: number;

  private constructor(private readonly repository: ecr.IRepository) {
    const child = repository.node.defaultChild;
    if (child && ecr.CfnRepository.isCfnRepository(child)) this.resource = child;
    this.stack = Stack.of(repository);
    this.account = this.imported(4, /^\d{12}$/) ?? repository.env.account;
    this.region = this.imported(3, /^[a-z]+(-[a-z]+)+-\d+$/) ?? repository.env.region;
  }

  /** The name that the template would hold now, where it is known at synthesis; what is imported is known by its ARN alone. */
  public get name(): string | undefined {
    const name = this.resource && overriddenProperty(this.resource, 'RepositoryName', this.resource.repositoryName);
    return typeof name !== 'string' || Token.isUnresolved(name) ? undefined : name;
  }

  /** The ARN built from the name, where that is known: it needs no reference, and so no output and no order of deployment. */
  public get literalArn(): string | undefined {
    const name = this.name;
    if (name === undefined) return undefined;
    if (this.literal?.name !== name) this.literal = { name, arn: this.format(name) };
    return this.literal.arn;
  }

  /** The ARN as a policy of the principal names it. */
  public arnFor(principal: iam.IPrincipal): string {
    const { resource, literalArn, repository } = this;
    if (!resource) return repository.repositoryArn;
    if (literalArn !== undefined) {
      this.noteName();
      return literalArn;
    }
    const user = constructOfPrincipal(principal);
    if (!user) return repository.repositoryArn;
    const there = Stack.of(user);
    // the attribute costs one token where the construct's ARN costs two, and means the same in this environment
    if (there.environment === this.stack.environment && Stage.of(there) === Stage.of(this.stack)) return resource.attrArn;
    // an ecr.Repository in a nested stack gets a name that the other environment can use
    nameInNestedStack(resource);
    const { repositoryArn: reference } = repository;
    const resolve = (value: unknown) => there.resolve(value) as unknown;
    // an immutable role leaves the statement to others, who can write the name
    if (!isImmutable(principal)) {
      requireNameThatReaches({ resource, name: resource.repositoryName, reference, user, resolve });
      this.noteName();
    }
    return reference;
  }

  /** A policy that names the repository does not follow when the name is changed afterwards: that is noticed at synthesis. */
  private noteName(): void {
    const name = this.nameNow();
    if (name === undefined || this.names.includes(name)) return;
    if (this.names.length === 0) this.repository.node.addValidation({ validate: () => this.renamed() });
    this.names.push(name);
  }

  /** The name, also one that aws-cdk-lib has generated for another environment. */
  private nameNow(): string | undefined {
    if (this.name !== undefined || !this.resource) return this.name;
    const generated: unknown = overriddenProperty(this.resource, 'RepositoryName', this.stack.resolve(this.resource.repositoryName));
    return typeof generated === 'string' ? generated : undefined;
  }

  private renamed(): string[] {
    const now = this.nameNow();
    const others = this.names.filter((name) => name !== now);
    if (others.length === 0) return [];
    const names = others.map(shown).join(' and ');
    return [
      `the repository is deployed with the name ${now === undefined ? 'that CloudFormation generates or a token gives' : shown(now)}, and ` +
        `policies have been written for ${names}: set repositoryName to the name that is deployed, or change it before the grants`,
    ];
  }

  /** How many characters the ARN takes once it is deployed: exact where it is known, else no less than that. */
  public get deployedArnLength(): number {
    return (this.arnLength ??= this.measureArn());
  }

  /** Whether an ARN of a statement is that of this repository. */
  public isOwnArn(arn: string): boolean {
    const own = [this.repository.repositoryArn, this.resource?.attrArn, this.literalArn].filter((known) => known !== undefined);
    return own.includes(arn) || own.some((known) => valueIdentity(known, this.stack) === valueIdentity(arn, this.stack));
  }

  /** Whether `fromLookup` has not looked the repository up yet: what it says is not true then. */
  public get isPlaceholder(): boolean {
    return !this.resource && isPlaceholder(this.repository.repositoryArn);
  }

  /** The policy as it is rendered now; undefined when there is none, and for an imported repository. */
  public get renderedPolicy(): unknown {
    return this.policyWith(this.resource?.repositoryPolicyText);
  }

  /** The same in the middle of the construction, without freezing the statements of a document. */
  public get policySoFar(): unknown {
    const text: unknown = this.resource?.repositoryPolicyText;
    return this.policyWith(text instanceof iam.PolicyDocument ? text.toJSON() : text);
  }

  private policyWith(repositoryPolicyText: unknown): unknown {
    const { resource } = this;
    if (!resource) return undefined;
    if (!mayHaveOverrides(resource)) return this.stack.resolve(repositoryPolicyText);
    return renderedResource(resource, { repositoryPolicyText }).Properties.RepositoryPolicyText;
  }

  /** A known Region has a known partition, also where the app does not ask for literal partitions. */
  public get partition(): string {
    const inArn = this.resource ? undefined : partitionOfArn(this.repository.repositoryArn);
    return inArn ?? partitionOfRegion(this.region) ?? this.stack.partition;
  }

  /** A part of the ARN of an imported repository, where it can be read: its environment may be that of the stack that imports it. */
  private imported(part: number, form: RegExp): string | undefined {
    if (this.resource) return undefined;
    // what `fromLookup` says before it has looked is not true
    if (this.isPlaceholder) return part === 4 ? this.stack.account : this.stack.region;
    const inArn = this.repository.repositoryArn.split(':')[part] ?? '';
    return form.test(inArn) ? inArn : undefined;
  }

  private format(repositoryName: string): string {
    const { account, region } = this.stack;
    return Arn.format({
      service: 'ecr',
      resource: 'repository',
      resourceName: repositoryName,
      account,
      region,
      partition: this.partition,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  private measureArn(): number {
    if (!this.resource) return this.measureImportedArn();
    return this.literalArn !== undefined && !Token.isUnresolved(this.literalArn)
      ? this.literalArn.length
      : this.measurePrefix() + this.measureName(this.resource);
  }

  /** What an ARN says of an imported repository is its own; one that is a reference as a whole may have any name. */
  private measureImportedArn(): number {
    const arn = withTokensAs(this.repository.repositoryArn, '');
    if (arn === this.repository.repositoryArn) return arn.length;
    return arn === '' ? this.measurePrefix() + LONGEST.name : longestText(this.stack.resolve(this.repository.repositoryArn)).length;
  }

  private measurePrefix(): number {
    const known = (value: string, longest: number) => (Token.isUnresolved(value) ? longest : value.length);
    const { region, account } = this.stack;
    return (
      'arn::ecr:::repository/'.length +
      known(this.partition, LONGEST.partition) +
      known(region, LONGEST.region) +
      known(account, LONGEST.account)
    );
  }

  private measureName({ repositoryName, logicalId }: ecr.CfnRepository): number {
    try {
      // together, because resolving costs more than measuring
      const [name, id] = this.stack.resolve([{ repositoryName }, logicalId]) as [{ readonly repositoryName?: unknown }, string];
      if (name.repositoryName !== undefined) return Math.min(longestText(name.repositoryName).length, LONGEST.name);
      return Math.max(this.measureGeneratedName(id), this.measureNameIfNeeded());
    } catch {
      // a Lazy that does not know yet
      return LONGEST.name;
    }
  }

  /** CloudFormation's name has the stack's name, the logical ID and random characters. */
  private measureGeneratedName(logicalId: string): number {
    return Math.min(this.measureStackName() + logicalId.length + LONGEST.suffix, LONGEST.name);
  }

  /** `PhysicalName.GENERATE_IF_NEEDED`: the beginning of the stack's name, the end of the path, and a hash. */
  private measureNameIfNeeded(): number {
    const path = this.repository.node.path.length + 'HASHHASH'.length;
    return Math.min(this.measureStackName(), 25) + Math.min(path, 24) + 12;
  }

  private measureStackName(): number {
    const { stackName } = this.stack;
    return Token.isUnresolved(stackName) ? LONGEST.stackName : stackName.length;
  }
}
