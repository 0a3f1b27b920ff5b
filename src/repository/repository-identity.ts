import { Arn, ArnFormat, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { requireAvailableName } from './cross-stack-reference';
import { partitionOfArn, partitionOfRegion } from './partition';
import { RepositoriesBelow } from './repositories-below';
import {
  constructOfPrincipal,
  isImmutable,
  mayHaveOverrides,
  nameInNestedStack,
  overriddenProperty,
  renderedResource,
} from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, isUnknown } from '../private/unknown-value';
import { valueIdentity } from '../private/values-of-other-stacks';

const KNOWN = new WeakMap<ecr.IRepository, RepositoryIdentity>();

/**
 * The name, ARN, account and Region of a repository, as far as they are known at synthesis. The name comes from the L1, so that this works
 * for every `ecr.IRepository`, and for a repository that is renamed after construction.
 */
export class RepositoryIdentity {
  /** Returns the identity of a repository, always the same object for the same repository. */
  public static of(repository: ecr.IRepository): RepositoryIdentity {
    let known = KNOWN.get(repository);
    if (!known) KNOWN.set(repository, (known = new RepositoryIdentity(repository)));
    return known;
  }

  /** The repository's L1, or undefined for an imported repository. */
  public readonly resource?: ecr.CfnRepository;
  /** The account of the repository, from its ARN if that is known, otherwise from its environment. */
  public readonly account: string;
  /** The Region of the repository, from its ARN if that is known, otherwise from its environment. */
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

  /** The name that the template would contain now, or undefined if it is not known at synthesis. Undefined for an imported repository. */
  public get name(): string | undefined {
    const name = this.resource && overriddenProperty(this.resource, 'RepositoryName', this.resource.repositoryName);
    return typeof name !== 'string' || Token.isUnresolved(name) ? undefined : name;
  }

  /** The name if it is known, also of an imported repository. For the repositories below a namespace it ends with a wildcard. */
  public get knownName(): string | undefined {
    if (this.resource) return this.name;
    const { repositoryName } = this.repository;
    return isUnknown(repositoryName) ? undefined : repositoryName;
  }

  /** The ARN that is built from the name, if that is known. It is not a reference, so it requires no output and no order of deployment. */
  public get literalArn(): string | undefined {
    const name = this.name;
    if (name === undefined) return undefined;
    if (this.literal?.name !== name) this.literal = { name, arn: this.format(name) };
    return this.literal.arn;
  }

  /** Returns the ARN for a policy of a principal. */
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
    // the attribute is one token and the construct's ARN is two, with the same value in this environment
    if (there.environment === this.stack.environment && Stage.of(there) === Stage.of(this.stack)) return resource.attrArn;
    // so that an ecr.Repository in a nested stack generates a name that the other environment can use
    nameInNestedStack(resource);
    const { repositoryArn: reference } = repository;
    const resolve = (value: unknown) => there.resolve(value) as unknown;
    // the statement of an immutable role is written outside of the app, where the name is known
    if (!isImmutable(principal)) {
      requireAvailableName({ resource, name: resource.repositoryName, reference, user, resolve });
      requireThisName(this.repository, () => this.nameNow());
    }
    return reference;
  }

  /** The current name, including one that aws-cdk-lib has generated for another environment. */
  private nameNow(): string | undefined {
    if (this.name !== undefined || !this.resource) return this.name;
    const generated: unknown = overriddenProperty(this.resource, 'RepositoryName', this.stack.resolve(this.resource.repositoryName));
    return typeof generated === 'string' ? generated : undefined;
  }

  /** Returns whether an ARN is that of this repository. */
  public isOwnArn(arn: string): boolean {
    const own = [this.repository.repositoryArn, this.resource?.attrArn, this.literalArn].filter((known) => known !== undefined);
    return own.includes(arn) || own.some((known) => valueIdentity(known, this.stack) === valueIdentity(arn, this.stack));
  }

  /** Whether the repository is the placeholder that `fromLookup` returns before the look-up. */
  public get isPlaceholder(): boolean {
    return !this.resource && isPlaceholder(this.repository.repositoryArn);
  }

  /** The repository policy that the template would contain now, or undefined. Always undefined for an imported repository. */
  public get renderedPolicy(): unknown {
    if (this.repository instanceof RepositoriesBelow) return this.stack.resolve(this.repository.deployedPolicy);
    return this.policyWith(this.resource?.repositoryPolicyText);
  }

  /** The same during construction. Unlike `renderedPolicy`, it does not freeze the statements of the document. */
  public get policySoFar(): unknown {
    if (this.repository instanceof RepositoriesBelow) return this.renderedPolicy;
    const text: unknown = this.resource?.repositoryPolicyText;
    return this.policyWith(text instanceof iam.PolicyDocument ? text.toJSON() : text);
  }

  private policyWith(repositoryPolicyText: unknown): unknown {
    const { resource } = this;
    if (!resource) return undefined;
    if (!mayHaveOverrides(resource)) return this.stack.resolve(repositoryPolicyText);
    return renderedResource(resource, { repositoryPolicyText }).Properties.RepositoryPolicyText;
  }

  /** The partition, which is literal if the Region is known, even without the feature flag for literal partitions. */
  public get partition(): string {
    const inArn = this.resource ? undefined : partitionOfArn(this.repository.repositoryArn);
    return inArn ?? partitionOfRegion(this.region) ?? this.stack.partition;
  }

  /** A part of the ARN of an imported repository, if it is known. The environment of the construct can be that of the importing stack. */
  private imported(part: number, form: RegExp): string | undefined {
    if (this.resource) return undefined;
    // the placeholder of `fromLookup` has an account and a Region that mean nothing
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

/** The names that policies of principals contain, for each repository. */
const NAMES = new WeakMap<ecr.IRepository, string[]>();

/**
 * Requires that the repository is deployed with its current name, because a policy that contains the name does not follow a later change.
 * Such a change is an error at synthesis.
 * @param nameNow returns the name that the template would contain, or undefined if it is not known before deployment
 */
export function requireThisName(repository: ecr.IRepository, nameNow: () => string | undefined): void {
  const name = nameNow();
  const names = NAMES.get(repository) ?? [];
  if (name === undefined || names.includes(name)) return;
  if (names.length === 0) {
    NAMES.set(repository, names);
    checkAtSynthesis(repository, () => renamedAfterGrant(names, nameNow()));
  }
  names.push(name);
}

function renamedAfterGrant(names: readonly string[], now: string | undefined): Finding[] {
  const others = names.filter((name) => name !== now);
  if (others.length === 0) return [];
  const current = now === undefined ? 'is not known before deployment' : `is ${quoted(now)}`;
  return [
    errorFinding(
      'renamed-after-grant',
      `repositoryName ${current}, but policies have already been written for ${others.map(quoted).join(' and ')}. ` +
        'Set repositoryName to the name that is deployed, or change it before the grants.',
    ),
  ];
}

/**
 * Throws an error unless a value is a repository.
 * @param subject the subject and the verb of the message, such as `repository is` or `repositories has`
 */
export function checkIsRepository(place: IConstruct | string, subject: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'repositoryArn' in value) return;
  const text = typeof value === 'string' ? value : 'my-app';
  const factory = text.startsWith('arn:') ? 'fromRepositoryArn' : 'fromRepositoryName';
  throw new SecureRepositoryError(
    'input-type',
    place,
    `${subject} ${describeValue(value)}, but an ecr.IRepository is required. ` +
      `Use ecr.Repository.${factory}(this, 'Repository', ${quoted(text)}), for example.`,
  );
}
