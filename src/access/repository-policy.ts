import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { mergedConditions } from './conditions';
import { sizeFindings } from './policy-size';
import { barePrincipal, conditionsOf, PolicyPrincipal, statementFor } from './resource-policy-grantee';
import { restrictionToOwnAccount } from './service-principals';
import { RenderedStatement, statementFindings } from './statement-check';
import { mayHaveOverrides } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { isIntrinsic } from '../private/intrinsics';
import { checkAtSynthesis, report } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { resolvedToRead, valueIdentity } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

/** A statement of grants to which principals can still be added. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  /** The principals of the statement. Roles of one account share its root. */
  readonly principals: Set<string>;
  readonly principalArns: unknown[];
  /** The text of the statement when it was last written. */
  written: string;
}

const POLICIES = new WeakMap<ecr.IRepository, RepositoryPolicy>();
const VALIDATED = new WeakSet<ecr.IRepository>();

/**
 * The policy of a repository. Principals with the same actions and conditions share a statement of grants. Statements are checked when they
 * are added, and the deployed policy is checked at synthesis, including statements that were written directly to the L1.
 */
export class RepositoryPolicy {
  public static of(repository: ecr.IRepository): RepositoryPolicy {
    let policy = POLICIES.get(repository);
    if (!policy) POLICIES.set(repository, (policy = new RepositoryPolicy(repository)));
    return policy;
  }

  /** Checks the deployed policy at synthesis, including statements that were written directly to the L1. */
  public static validateAtSynthesis(repository: ecr.IRepository): void {
    if (VALIDATED.has(repository)) return;
    VALIDATED.add(repository);
    checkAtSynthesis(repository, () => {
      const hasGrants = (POLICIES.get(repository)?.ofGrants.size ?? 0) > 0;
      return isWithoutPolicy(repository) && !hasGrants ? [] : RepositoryPolicy.of(repository).deployedFindings();
    });
  }

  /** The document on the L1 of a `SecureRepository`. An `ecr.Repository` has its own, and an imported repository has none. */
  private document?: iam.PolicyDocument;
  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Set<string>();
  private readonly ofGrants = new Set<iam.PolicyStatement>();
  private readonly copies = new Set<string>();

  private constructor(private readonly repository: ecr.IRepository) {
    RepositoryPolicy.validateAtSynthesis(repository);
  }

  /** The current statements that are not those of grants: added by the user, or on the L1. */
  public get statementsOfUser(): RenderedStatement[] {
    const ofGrants = new Set([...this.ofGrants].map((statement) => JSON.stringify(this.rendered(statement))));
    const { policySoFar } = RepositoryIdentity.of(this.repository);
    return (statementsOf(policySoFar) ?? []).filter((statement) => !ofGrants.has(JSON.stringify(statement)));
  }

  /**
   * Adds principals to the statement of grants with the same actions and conditions, or adds a statement.
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

  /** Throws an error if a statement would replace a policy that the user has set on the L1. */
  public requireWritable(): void {
    const { resource } = RepositoryIdentity.of(this.repository);
    if (resource?.repositoryPolicyText === undefined || resource.repositoryPolicyText === this.document) return;
    if (this.repository instanceof ecr.Repository) return;
    throw new SecureRepositoryError(
      'replaced-repository-policy',
      this.repository,
      'the L1 has its own repositoryPolicyText, which this statement would replace. Add the statements of that policy with addToResourcePolicy instead.',
    );
  }

  /**
   * Adds a statement to the document on the L1. The object itself is added, so that it can still be edited, unless a resource must be removed
   * or a service restricted: then a copy is added.
   */
  public add(original: iam.PolicyStatement, resource: ecr.CfnRepository): iam.AddToResourcePolicyResult {
    this.requireWritable();
    const statement = this.restricted(this.withoutResource(original));
    report(this.repository, statementFindings(this.rendered(statement)));
    // an equal copy adds nothing, but an object of the user can still change and is always added
    const copy = statement === original ? undefined : this.identity({ ...statement.toStatementJson(), Sid: undefined });
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

  /** Removes the repository itself as the resource, which grants of other libraries write and Amazon ECR does not accept in a repository policy. */
  private withoutResource(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { resources } = statement;
    const own = resources.every((arn) => arn === '*' || RepositoryIdentity.of(this.repository).isOwnArn(arn));
    return resources.length > 0 && own ? statement.copy({ resources: [] }) : statement;
  }

  /** Restricts Lambda and CodeBuild to the account of the repository. */
  private restricted(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { Principal: principal, Condition: conditions = {}, Effect: effect } = this.rendered(statement);
    if (typeof principal !== 'object' || principal === null || effect !== iam.Effect.ALLOW) return statement;
    const services = Object.entries(principal).flatMap(([type, values]) => (type === 'Service' ? [values].flat() : []));
    if (services.length !== 1 || Object.keys(principal).length !== 1) return statement;
    const restriction = restrictionToOwnAccount(services[0], conditions, this.repository);
    return restriction ? statement.copy({ conditions: mergedConditions(this.repository, statement.conditions, restriction) }) : statement;
  }

  /** Checks the policy that will be deployed, as far as it is known. */
  private deployedFindings(): Finding[] {
    const { renderedPolicy } = RepositoryIdentity.of(this.repository);
    // without a policy on the L1, no statement of a grant is deployed
    const deployed = renderedPolicy === undefined || renderedPolicy === null ? [] : statementsOf(renderedPolicy);
    if (deployed === undefined) return [];
    // an ecr.Repository allows whatever its users add, and only its grants are checked
    const ofStatements = this.repository instanceof ecr.Repository ? [] : deployed.flatMap(statementFindings);
    return [...ofStatements, ...this.lostGrants(deployed), ...sizeFindings(deployed)];
  }

  /** Returns an error for statements of grants that are not deployed because the policy on the L1 was replaced. */
  private lostGrants(deployed: readonly RenderedStatement[]): Finding[] {
    const permissions = new Set(deployed.flatMap(permissionsOf));
    const lost = [...this.ofGrants].filter((statement) => permissionsOf(this.rendered(statement)).some((one) => !permissions.has(one)));
    if (lost.length === 0) return [];
    return [
      errorFinding(
        'replaced-repository-policy',
        `the policy on the L1 replaces ${lost.length} of the ${this.ofGrants.size} statements of grants, which are therefore not deployed. Add the ` +
          'statements of that policy with addToResourcePolicy instead.',
      ),
    ];
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

/** Returns the known statements of a resolved policy; undefined if the policy is unknown or absent. */
function statementsOf(policy: unknown): RenderedStatement[] | undefined {
  if (typeof policy === 'string') return statementsOf(parsed(policy));
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return undefined;
  return [policy.Statement].flat().filter((statement) => !isIntrinsic(statement)) as RenderedStatement[];
}

/** Parses a policy that is text, which CloudFormation accepts as well. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns each combination of effect, principal and action, because policies merge statements when they are rendered. */
function permissionsOf({ Effect, Action: action = [], Principal: principal = {} }: RenderedStatement): string[] {
  const principals = typeof principal === 'object' && principal !== null ? Object.entries(principal) : [['AWS', principal]];
  return principals.flatMap(([type, values]) =>
    [values].flat().flatMap((value) => [action].flat().map((one) => JSON.stringify([Effect, type, value, one]))),
  );
}

/** Whether the L1 has no policy, which is cheap to find out and true for most repositories. */
function isWithoutPolicy({ node: { defaultChild } }: ecr.IRepository): boolean {
  const isResource = defaultChild !== undefined && ecr.CfnRepository.isCfnRepository(defaultChild);
  return isResource && defaultChild.repositoryPolicyText === undefined && !mayHaveOverrides(defaultChild);
}
