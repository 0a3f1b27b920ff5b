import { Arn, ArnFormat, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';
import { requireNameThatReaches } from './cross-stack-reference';
import {
  constructOfPrincipal,
  isImmutable,
  mayHaveOverrides,
  nameInNestedStack,
  overriddenProperty,
  renderedResource,
} from '../private/cdk-internals';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder } from '../private/unknown-value';
import { valueIdentity } from '../private/values-of-other-stacks';

const KNOWN = new WeakMap<ecr.IRepository, RepositoryIdentity>();

/**
 * What is known about a repository at synthesis. Its name comes from the L1, so that this works for every `ecr.IRepository`, and
 * for a `SecureRepository` whose name was set after construction.
 */
export class RepositoryIdentity {
  public static of(repository: ecr.IRepository): RepositoryIdentity {
    let known = KNOWN.get(repository);
    if (!known) KNOWN.set(repository, (known = new RepositoryIdentity(repository)));
    return known;
  }

  /** The repository's L1, unless it is imported. */
  public readonly resource?: ecr.CfnRepository;
  /** The account that holds the repository: from its ARN where that can be read, else from its environment. */
  public readonly account: string;
  /** The Region of the repository, likewise. */
  public readonly region: string;
  private readonly stack: Stack;
  private literal?: { readonly name: string; readonly arn: string };

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
      requireThisName(this.repository, () => this.nameNow());
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
      requireThisName(this.repository, () => this.nameNow());
    }
    return reference;
  }

  /** The name, also one that aws-cdk-lib has generated for another environment. */
  private nameNow(): string | undefined {
    if (this.name !== undefined || !this.resource) return this.name;
    const generated: unknown = overriddenProperty(this.resource, 'RepositoryName', this.stack.resolve(this.resource.repositoryName));
    return typeof generated === 'string' ? generated : undefined;
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
}

/** The names that policies of principals have been written for. */
const NAMES = new WeakMap<ecr.IRepository, string[]>();

/**
 * Requires that the repository is deployed with the name that it has now: a policy that names it does not follow when the name is changed
 * afterwards. That is noticed at synthesis.
 * @param nameNow the name that the template would hold now, or undefined where it is not known before the deployment
 */
export function requireThisName(repository: ecr.IRepository, nameNow: () => string | undefined): void {
  const name = nameNow();
  const names = NAMES.get(repository) ?? [];
  if (name === undefined || names.includes(name)) return;
  if (names.length === 0) {
    NAMES.set(repository, names);
    repository.node.addValidation({ validate: () => renamed(names, nameNow()) });
  }
  names.push(name);
}

function renamed(names: readonly string[], now: string | undefined): string[] {
  const others = names.filter((name) => name !== now);
  if (others.length === 0) return [];
  return [
    `the repository is deployed with the name ${now === undefined ? 'that CloudFormation generates or a token gives' : quoted(now)}, and ` +
      `policies have been written for ${others.map(quoted).join(' and ')}: set repositoryName to the name that is deployed, or change it before the grants`,
  ];
}

/**
 * Whether a value is a repository, which only TypeScript checks.
 * @param property what has it, with its verb: `repository is`, `repositories has`
 */
export function checkIsRepository(place: IConstruct | string, property: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'repositoryArn' in value) return;
  const text = typeof value === 'string' ? value : 'my-app';
  const factory = text.startsWith('arn:') ? 'fromRepositoryArn' : 'fromRepositoryName';
  throw new SecureRepositoryError(
    'input-type',
    place,
    `${property} ${describeValue(value)}, expected a repository: write ecr.Repository.${factory}(this, 'Repository', ${quoted(text)}), for example`,
  );
}

/** The partition of a Region, where both are known. */
export function partitionOfRegion(region: string): string | undefined {
  return Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
}

/** The partition that an ARN begins with, where it is written out; the rest of the ARN may be tokens. */
export function partitionOfArn(arn: string): string | undefined {
  return /^arn:([\w-]+):/.exec(arn)?.[1];
}
