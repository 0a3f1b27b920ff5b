import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessFault } from './action-check';
import { mergedConditions } from './conditions';
import { sizeFault } from './policy-size';
import { barePrincipal, conditionsOf, PolicyPrincipal, statementFor } from './resource-policy-grantee';
import { narrowedToOwnAccount } from './service-source';
import { RenderedStatement, report, statementFaults } from './statement-check';
import { mayHaveOverrides } from '../private/cdk-internals';
import { isIntrinsic } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { resolvedToRead, valueIdentity } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

/** A statement of grants that still accepts principals. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  /** The principals that it has: roles of one account share its root. */
  readonly principals: Set<string>;
  readonly principalArns: unknown[];
  /** The statement as it was written last. */
  written: string;
}

const POLICIES = new WeakMap<ecr.IRepository, RepositoryPolicy>();
const VALIDATED = new WeakSet<ecr.IRepository>();

/**
 * The policy of a repository: the statements of grants, which are shared by principals with the same actions and conditions, and those of
 * the user. What is added is checked at once, and what will be deployed is checked at synthesis, whatever has written it.
 */
export class RepositoryPolicy {
  public static of(repository: ecr.IRepository): RepositoryPolicy {
    let policy = POLICIES.get(repository);
    if (!policy) POLICIES.set(repository, (policy = new RepositoryPolicy(repository)));
    return policy;
  }

  /** Has the policy that is deployed checked at synthesis, whatever has written it. */
  public static validateAtSynthesis(repository: ecr.IRepository): void {
    if (VALIDATED.has(repository)) return;
    VALIDATED.add(repository);
    repository.node.addValidation({
      validate: () => {
        const hasGrants = (POLICIES.get(repository)?.ofGrants.size ?? 0) > 0;
        return isWithoutPolicy(repository) && !hasGrants ? [] : RepositoryPolicy.of(repository).validate();
      },
    });
  }

  /** The document on the L1 of a `SecureRepository`; an `ecr.Repository` has one of its own, and an imported one has none here. */
  private document?: iam.PolicyDocument;
  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Set<string>();
  private readonly ofGrants = new Set<iam.PolicyStatement>();
  private readonly copies = new Set<string>();

  private constructor(private readonly repository: ecr.IRepository) {
    RepositoryPolicy.validateAtSynthesis(repository);
  }

  /** The statements that are not those of grants, as they are rendered now: added by the user, or on the L1. */
  public get statementsOfUser(): RenderedStatement[] {
    const ofGrants = new Set([...this.ofGrants].map((statement) => JSON.stringify(this.rendered(statement))));
    const { policySoFar } = RepositoryIdentity.of(this.repository);
    return (statementsOf(policySoFar) ?? []).filter((statement) => !ofGrants.has(JSON.stringify(statement)));
  }

  /**
   * Adds principals to the statement of a grant that has the same actions and conditions, or begins one.
   * @returns whether the repository accepts statements
   */
  public allow(actions: readonly string[], principal: PolicyPrincipal): boolean {
    const identity = this.identity(statementFor(actions, principal, this.repository).toStatementJson());
    if (this.allowed.has(identity)) return true;
    const { type, conditions, principalArns, principalAccount, patterns } = principal;
    const key = this.identity([actions, conditions, type, principalArns !== undefined, principalAccount, patterns]);
    if (!this.extend(key, principal) && !this.begin(key, actions, principal)) return false;
    this.allowed.add(identity);
    return true;
  }

  /** Refuses what the policy on the L1 would be replaced by, before anything is written. */
  public requireWritable(): void {
    const { resource } = RepositoryIdentity.of(this.repository);
    if (resource?.repositoryPolicyText === undefined || resource.repositoryPolicyText === this.document) return;
    if (this.repository instanceof ecr.Repository) return;
    throw new SecureRepositoryError(
      'policy-size',
      this.repository,
      'the L1 has a repositoryPolicyText of its own, which this statement would replace: add its statements with addToResourcePolicy instead',
    );
  }

  /**
   * Adds a statement to the document on the L1: the object itself, so that it may still be edited, unless a resource must be removed or a
   * service narrowed.
   */
  public add(given: iam.PolicyStatement, resource: ecr.CfnRepository): iam.AddToResourcePolicyResult {
    this.requireWritable();
    const statement = this.narrowed(this.withoutResource(given));
    report(statementFaults(this.rendered(statement)), this.repository);
    // a copy that says the same again adds nothing; one of the user's own objects may still become another statement
    const copy = statement === given ? undefined : this.identity({ ...statement.toStatementJson(), Sid: undefined });
    if (copy === undefined || !this.copies.has(copy)) {
      resource.repositoryPolicyText = this.document ??= new iam.PolicyDocument();
      this.document.addStatements(statement);
    }
    if (copy !== undefined) this.copies.add(copy);
    return { statementAdded: true, policyDependable: this.repository };
  }

  private extend(key: string, principal: PolicyPrincipal): boolean {
    const open = this.open.get(key);
    if (!open || open.statement.frozen || open.written !== textOf(open.statement)) return false;
    const bare = barePrincipal(principal, this.repository);
    if (!open.principals.has(bare.dedupeString())) open.statement.addPrincipals(bare);
    open.principals.add(bare.dedupeString());
    if (principal.principalArns) {
      open.principalArns.push(...principal.principalArns);
      open.statement.addConditions(conditionsOf({ ...principal, principalArns: open.principalArns }, this.repository));
    }
    open.written = textOf(open.statement);
    return true;
  }

  private begin(key: string, actions: readonly string[], principal: PolicyPrincipal): boolean {
    const statement = statementFor(actions, principal, this.repository);
    this.ofGrants.add(statement);
    if (!this.repository.addToResourcePolicy(statement).statementAdded) return false;
    const principals = new Set([barePrincipal(principal, this.repository).dedupeString()]);
    this.open.set(key, { statement, principals, principalArns: [...(principal.principalArns ?? [])], written: textOf(statement) });
    return true;
  }

  /** Grants of third parties name the repository as the resource, which the service does not accept in a repository policy. */
  private withoutResource(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { resources } = statement;
    const own = resources.every((arn) => arn === '*' || RepositoryIdentity.of(this.repository).isOwnArn(arn));
    return resources.length > 0 && own ? statement.copy({ resources: [] }) : statement;
  }

  private narrowed(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { Principal: principal, Condition: conditions = {}, Effect: effect } = this.rendered(statement);
    if (typeof principal !== 'object' || principal === null || effect !== iam.Effect.ALLOW) return statement;
    const services = Object.entries(principal).flatMap(([type, values]) => (type === 'Service' ? [values].flat() : []));
    if (services.length !== 1 || Object.keys(principal).length !== 1) return statement;
    const narrowing = narrowedToOwnAccount(services[0], conditions, this.repository);
    return narrowing ? statement.copy({ conditions: mergedConditions(this.repository, statement.conditions, narrowing) }) : statement;
  }

  /** Checks what will be deployed, as far as it is known. */
  private validate(): string[] {
    const { renderedPolicy } = RepositoryIdentity.of(this.repository);
    // an L1 without a policy deploys none of the statements of grants
    const deployed = renderedPolicy === undefined || renderedPolicy === null ? [] : statementsOf(renderedPolicy);
    if (deployed === undefined) return [];
    // an ecr.Repository promises nothing but what its grants say
    const faults = [...(this.repository instanceof ecr.Repository ? [] : deployed.flatMap(statementFaults)), ...this.lost(deployed)];
    report(
      faults.filter(({ level }) => level === 'warning'),
      this.repository,
    );
    const size = sizeFault(deployed);
    return [...faults.filter(({ level }) => level === 'error').map(({ text }) => text), ...(size === undefined ? [] : [size])];
  }

  /** The statements of grants that are not deployed, because the policy on the L1 was replaced. */
  private lost(deployed: readonly RenderedStatement[]): AccessFault[] {
    const permissions = new Set(deployed.flatMap(permissionsOf));
    const lost = [...this.ofGrants].filter((statement) => permissionsOf(this.rendered(statement)).some((one) => !permissions.has(one)));
    if (lost.length === 0) return [];
    const text =
      `the policy on the L1 replaces ${lost.length} of the ${this.ofGrants.size} statements of grants, so that they are not deployed: add the ` +
      'statements of that policy with addToResourcePolicy instead';
    return [{ level: 'error', text }];
  }

  private rendered(statement: iam.PolicyStatement): RenderedStatement {
    return resolvedToRead(statement.toStatementJson(), this.repository) as RenderedStatement;
  }

  private identity(value: unknown): string {
    return valueIdentity(value, this.repository);
  }
}

function textOf(statement: iam.PolicyStatement): string {
  return JSON.stringify(statement.toStatementJson());
}

/** The statements of a resolved policy that are known; undefined where the policy is not, and where there is none. */
function statementsOf(policy: unknown): RenderedStatement[] | undefined {
  if (typeof policy === 'string') return statementsOf(parsed(policy));
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return undefined;
  return [policy.Statement].flat().filter((statement) => !isIntrinsic(statement)) as RenderedStatement[];
}

/** CloudFormation accepts a policy as text, too. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Who is allowed or denied what, one by one: policies merge statements when they are rendered. */
function permissionsOf({ Effect, Action: action = [], Principal: principal = {} }: RenderedStatement): string[] {
  const principals = typeof principal === 'object' && principal !== null ? Object.entries(principal) : [['AWS', principal]];
  return principals.flatMap(([type, values]) =>
    [values].flat().flatMap((value) => [action].flat().map((one) => JSON.stringify([Effect, type, value, one]))),
  );
}

/** Whether nothing has touched the policy of the L1: most repositories of a fleet have none, and pay nothing for what is known of others. */
function isWithoutPolicy({ node: { defaultChild } }: ecr.IRepository): boolean {
  const isResource = defaultChild !== undefined && ecr.CfnRepository.isCfnRepository(defaultChild);
  return isResource && defaultChild.repositoryPolicyText === undefined && !mayHaveOverrides(defaultChild);
}
