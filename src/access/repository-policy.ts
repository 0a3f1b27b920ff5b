import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions, mergedConditions } from './conditions';
import { KnownRepository } from './known-repository';
import { sizeFault } from './repository-policy-size';
import { narrowedToOwnAccount } from './service-source';
import { RenderedStatement, report, statementFaults, StatementFault } from './statement-check';
import { mayHaveOverrides } from '../private/rendered-resource';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { valueIdentity } from '../private/values-of-other-stacks';

/** Whom a statement of a repository policy allows, as it is written. */
export interface PolicyPrincipal {
  /** The type of the principal, such as `AWS` or `Service`. */
  readonly type: string;
  readonly value: unknown;
  readonly conditions: Conditions;
  /** The ARNs of the roles or users that are meant, where the principal is an account's root or everyone. */
  readonly principalArns?: readonly unknown[];
  /** Whether they have wildcards. */
  readonly patterns?: boolean;
  /** Their account, where the principal is everyone. */
  readonly principalAccount?: string;
}

const ARN_KEY = 'aws:PrincipalArn';
const ACCOUNT_KEY = 'aws:PrincipalAccount';

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
 * the user. What is added is checked at once, and what will be deployed is checked at synthesis, whoever has written it.
 */
export class RepositoryPolicy {
  public static of(repository: ecr.IRepository): RepositoryPolicy {
    let policy = POLICIES.get(repository);
    if (!policy) POLICIES.set(repository, (policy = new RepositoryPolicy(repository)));
    return policy;
  }

  /** Has the policy that is deployed checked at synthesis, whoever has written it. */
  public static validateAtSynthesis(repository: ecr.IRepository): void {
    if (VALIDATED.has(repository)) return;
    VALIDATED.add(repository);
    repository.node.addValidation({
      validate: () =>
        isWithoutPolicy(repository) || KnownRepository.of(repository).renderedPolicy === undefined
          ? []
          : RepositoryPolicy.of(repository).validate(),
    });
  }

  /** The document on the L1 of a `SecureRepository`; an `ecr.Repository` has one of its own, and an imported one has none here. */
  private document?: iam.PolicyDocument;
  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Set<string>();
  private readonly ofGrants = new WeakSet<iam.PolicyStatement>();
  private readonly ofUser: iam.PolicyStatement[] = [];
  private readonly copies = new Set<string>();

  private constructor(private readonly repository: ecr.IRepository) {
    RepositoryPolicy.validateAtSynthesis(repository);
  }

  /** The statements that are not those of grants, as they are rendered now: added by the user, or on the L1. */
  public get statementsOfUser(): RenderedStatement[] {
    const added = this.ofUser.map((statement) => this.rendered(statement));
    const { resource } = KnownRepository.of(this.repository);
    // a document that is rendered accepts no more changes to its statements
    if (!resource || this.repository instanceof ecr.Repository || this.isDeployedAsWritten(resource)) return added;
    const known = new Set([...this.rendering(), ...added].map((statement) => JSON.stringify(statement)));
    return [...added, ...this.deployed().filter((statement) => !known.has(JSON.stringify(statement)))];
  }

  private isDeployedAsWritten(resource: ecr.CfnRepository): boolean {
    return resource.repositoryPolicyText === this.document && !mayHaveOverrides(resource);
  }

  /** The statement that allows actions to one principal, as a grant returns it and as a person would write it. */
  public statementFor(actions: readonly string[], principal: PolicyPrincipal): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [...actions],
      principals: [this.bare(principal)],
      conditions: this.conditionsOf(principal, principal.principalArns),
    });
  }

  /**
   * Adds principals to the statement of a grant that has the same actions and conditions, or begins one.
   * @returns whether the repository accepts statements
   */
  public allow(actions: readonly string[], principal: PolicyPrincipal): boolean {
    const identity = this.identity(this.statementFor(actions, principal).toStatementJson());
    if (this.allowed.has(identity)) return true;
    const { type, conditions, principalArns, principalAccount, patterns } = principal;
    const key = this.identity([actions, conditions, type, principalArns !== undefined, principalAccount, patterns]);
    if (!this.extend(key, principal) && !this.begin(key, actions, principal)) return false;
    this.allowed.add(identity);
    return true;
  }

  /** Refuses what the policy on the L1 would be replaced by, before anything is written. */
  public requireWritable(): void {
    const { resource } = KnownRepository.of(this.repository);
    if (resource?.repositoryPolicyText === undefined || resource.repositoryPolicyText === this.document) return;
    if (this.repository instanceof ecr.Repository) return;
    throw new SecureRepositoryError(
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
      if (!this.ofGrants.has(statement)) this.ofUser.push(statement);
    }
    if (copy !== undefined) this.copies.add(copy);
    return { statementAdded: true, policyDependable: this.repository };
  }

  private extend(key: string, principal: PolicyPrincipal): boolean {
    const open = this.open.get(key);
    if (!open || open.statement.frozen || open.written !== textOf(open.statement)) return false;
    const bare = this.bare(principal);
    if (!open.principals.has(bare.dedupeString())) open.statement.addPrincipals(bare);
    open.principals.add(bare.dedupeString());
    if (principal.principalArns) {
      open.principalArns.push(...principal.principalArns);
      const { operator } = this.arnCondition(principal);
      open.statement.addCondition(operator, this.conditionsOf(principal, open.principalArns)[operator]);
    }
    open.written = textOf(open.statement);
    return true;
  }

  private begin(key: string, actions: readonly string[], principal: PolicyPrincipal): boolean {
    const statement = this.statementFor(actions, principal);
    this.ofGrants.add(statement);
    if (!this.repository.addToResourcePolicy(statement).statementAdded) return false;
    const principals = new Set([this.bare(principal).dedupeString()]);
    this.open.set(key, { statement, principals, principalArns: [...(principal.principalArns ?? [])], written: textOf(statement) });
    return true;
  }

  private bare({ type, value }: PolicyPrincipal): BarePrincipal {
    return new BarePrincipal(type, value, this.identity([type, value]));
  }

  private conditionsOf(principal: PolicyPrincipal, arns: readonly unknown[] | undefined): Conditions {
    const { conditions, principalAccount } = principal;
    if (arns === undefined) return conditions;
    const { operator, key } = this.arnCondition(principal);
    const byArn = { ...conditions, [operator]: { ...conditions[operator], [key]: [...arns] } };
    if (principalAccount === undefined) return byArn;
    return mergedConditions(this.repository, byArn, { StringEquals: { [ACCOUNT_KEY]: principalAccount } });
  }

  /** The operator under which the ARNs are: both mean the same to IAM, and the user's own conditions may have one of them. */
  private arnCondition({ conditions, patterns }: PolicyPrincipal): { operator: string; key: string } {
    const operators = patterns ? ['ArnLike', 'ArnEquals'] : ['ArnEquals', 'ArnLike'];
    const hasKey = (operator: string) => Object.keys(conditions[operator] ?? {}).some((key) => key.toLowerCase() === ARN_KEY.toLowerCase());
    const operator = operators.find((candidate) => !hasKey(candidate));
    if (operator !== undefined) return { operator, key: ARN_KEY };
    throw new SecureRepositoryError(
      this.repository,
      `the conditions use ${ARN_KEY} under ${[...operators].sort().join(' and ')}, expected one of the two at most: leave the other to the grant`,
    );
  }

  /** Grants of third parties name the repository as the resource, which the service does not accept in a repository policy. */
  private withoutResource(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { resources } = statement;
    const own = resources.every((arn) => arn === '*' || KnownRepository.of(this.repository).isOwnArn(arn));
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
    const deployed = this.deployed();
    // an ecr.Repository promises nothing but what its grants say
    const faults = this.repository instanceof ecr.Repository ? [] : [...deployed.flatMap(statementFaults), ...this.lost(deployed)];
    report(
      faults.filter(({ level }) => level === 'warning'),
      this.repository,
    );
    const size = sizeFault(deployed);
    return [...faults.filter(({ level }) => level === 'error').map(({ text }) => text), ...(size === undefined ? [] : [size])];
  }

  /** The statements of the document that are not deployed, because the policy on the L1 was replaced. */
  private lost(deployed: readonly RenderedStatement[]): StatementFault[] {
    const subject = ({ Effect, Action, Principal }: RenderedStatement) => JSON.stringify([Effect, Action, Principal]);
    const present = new Set(deployed.map(subject));
    const own = this.rendering();
    const lost = own.filter((statement) => !present.has(subject(statement)));
    if (lost.length === 0) return [];
    const text =
      `the policy on the L1 replaces ${lost.length} of the ${own.length} statements of grants and addToResourcePolicy, so that they are not ` +
      'deployed: add the statements of that policy with addToResourcePolicy instead';
    return [{ level: 'error', text }];
  }

  /** The statements that are deployed. */
  private deployed(): RenderedStatement[] {
    return statementsOf(KnownRepository.of(this.repository).renderedPolicy);
  }

  /** The statements of the document as they are rendered now. */
  private rendering(): RenderedStatement[] {
    return statementsOf(Stack.of(this.repository).resolve(this.document));
  }

  private rendered(statement: iam.PolicyStatement): RenderedStatement {
    return Stack.of(this.repository).resolve(statement.toStatementJson());
  }

  private identity(value: unknown): string {
    return valueIdentity(value, this.repository);
  }
}

/** A principal that is just its JSON, so that a statement accepts several whose conditions it has already. */
class BarePrincipal extends iam.PrincipalBase {
  public readonly policyFragment: iam.PrincipalPolicyFragment;

  constructor(
    type: string,
    value: unknown,
    private readonly identity: string,
  ) {
    super();
    this.policyFragment = new iam.PrincipalPolicyFragment({ [type]: [value as string] });
  }

  /** Two that are deployed as the same are one principal. */
  public dedupeString(): string {
    return this.identity;
  }
}

function textOf(statement: iam.PolicyStatement): string {
  return JSON.stringify(statement.toStatementJson());
}

/** The statements of a resolved policy; none where they are not known before the deployment. */
function statementsOf(policy: unknown): RenderedStatement[] {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return [];
  return [policy.Statement].flat() as RenderedStatement[];
}

/** Whether nothing has touched the policy of the L1: most repositories of a fleet have none, and pay nothing for what is known of others. */
function isWithoutPolicy({ node: { defaultChild } }: ecr.IRepository): boolean {
  const isResource = defaultChild !== undefined && ecr.CfnRepository.isCfnRepository(defaultChild);
  return isResource && defaultChild.repositoryPolicyText === undefined && !mayHaveOverrides(defaultChild);
}
