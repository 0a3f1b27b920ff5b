import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions, mergedConditions } from './conditions';
import { PrincipalJson } from './grantee';
import { checkSizeAtSynthesis } from './repository-policy-size';
import { statementByHand } from './statement-by-hand';
import { intrinsicText } from '../private/intrinsic-text';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Whom a statement of a repository policy allows. */
export interface PolicyPrincipal {
  readonly json: PrincipalJson;
  readonly conditions: Conditions;
  /** The ARN of the role or user that is meant in another account, whose root is then the principal. */
  readonly principalArn?: unknown;
}

/** Both are the same to IAM: the second serves where the user's own conditions have the first. */
const ARN_OPERATORS = ['ArnEquals', 'ArnLike'];
const ARN_KEY = 'aws:PrincipalArn';
/** The ARN of a role or user of the app that CloudFormation will name: another account cannot know it. */
const NAMELESS = /^\$\{\w+\.Arn\}$/;

/** A statement that still takes principals. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  /** The principals that it has, as text: roles of one account share its root. */
  readonly principals: Set<string>;
  readonly principalArns: unknown[];
  /** The statement as the writer left it. */
  written: string;
}

/** A principal that is just its JSON, so that a statement takes several whose conditions it has already. */
class BarePrincipal extends iam.PrincipalBase {
  public readonly policyFragment: iam.PrincipalPolicyFragment;

  constructor(json: PrincipalJson) {
    super();
    this.policyFragment = new iam.PrincipalPolicyFragment(json as { [type: string]: string[] });
  }

  /** Two of the same JSON are one principal. */
  public dedupeString(): string {
    return JSON.stringify(this.policyFragment.principalJson);
  }
}

const WRITERS = new WeakMap<ecr.IRepository, RepositoryPolicyWriter>();

/**
 * Writes a repository's policy, through `addToResourcePolicy`: one statement for each set of actions, conditions and kind of
 * principal, to which further principals are added as long as it is neither frozen nor edited.
 */
export class RepositoryPolicyWriter {
  public static of(repository: ecr.IRepository): RepositoryPolicyWriter {
    let writer = WRITERS.get(repository);
    if (!writer) WRITERS.set(repository, (writer = new RepositoryPolicyWriter(repository)));
    return writer;
  }

  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Set<string>();
  private readonly own = new WeakSet<iam.PolicyStatement>();

  private constructor(private readonly repository: ecr.IRepository) {}

  /**
   * Allows actions.
   * @returns the statement of this permission alone
   * @throws with the statement to add by hand, when the repository is imported
   */
  public allow(name: string, actions: readonly string[], principal: PolicyPrincipal): iam.PolicyStatement {
    const single = this.statement(actions, principal);
    const rendered = JSON.stringify(this.resolved(single));
    if (this.allowed.has(rendered)) return single;
    const key = JSON.stringify([actions, principal.conditions, Object.keys(principal.json), principal.principalArn !== undefined]);
    if (!this.extend(key, principal)) this.begin(key, name, this.statement(actions, principal), principal);
    this.allowed.add(rendered);
    return single;
  }

  /** Whether a statement is one of those that this writer keeps: what it allows is on record then. */
  public wrote(statement: iam.PolicyStatement): boolean {
    return this.own.has(statement);
  }

  private extend(key: string, { json, conditions, principalArn }: PolicyPrincipal): boolean {
    const open = this.open.get(key);
    if (!open || open.statement.frozen || open.written !== textOf(open.statement)) return false;
    const principal = JSON.stringify(json);
    if (!open.principals.has(principal)) open.statement.addPrincipals(new BarePrincipal(json));
    open.principals.add(principal);
    if (principalArn !== undefined) {
      open.principalArns.push(principalArn);
      open.statement.addCondition(this.arnOperator(conditions), { [ARN_KEY]: [...open.principalArns] });
    }
    open.written = textOf(open.statement);
    return true;
  }

  private begin(key: string, name: string, statement: iam.PolicyStatement, { json, principalArn }: PolicyPrincipal): void {
    this.own.add(statement);
    if (!this.repository.addToResourcePolicy(statement).statementAdded) {
      throw new SecureRepositoryError(
        this.repository,
        `${name} can be allowed by the repository policy only, and the policy of an imported repository is not the app's to write: ` +
          (NAMELESS.test(intrinsicText(principalArn))
            ? `the statement to add where it is kept has to name ${name}, which has no name yet, so give it a roleName or userName first`
            : `add this statement to it where it is kept: ${statementByHand(statement, this.repository)}; once it is there, ` +
              'RepositoryAccess.of(repository, { repositoryPolicyElsewhere: true }), or that property of a GitHubPublisher, writes the rest'),
      );
    }
    checkSizeAtSynthesis(this.repository);
    const principalArns = principalArn === undefined ? [] : [principalArn];
    const principals = new Set([JSON.stringify(json)]);
    this.open.set(key, { statement, principals, principalArns, written: textOf(statement) });
  }

  private statement(actions: readonly string[], { json, conditions, principalArn }: PolicyPrincipal): iam.PolicyStatement {
    const byArn = principalArn === undefined ? {} : { [this.arnOperator(conditions)]: { [ARN_KEY]: [principalArn] } };
    return new iam.PolicyStatement({
      actions: [...actions],
      principals: [new BarePrincipal(json)],
      conditions: mergedConditions(conditions, byArn),
    });
  }

  private resolved(statement: iam.PolicyStatement): unknown {
    return Stack.of(this.repository).resolve(statement.toStatementJson());
  }

  /** The operator under which the principal's ARN stands: one that the user's own conditions leave free. */
  private arnOperator(conditions: Conditions): string {
    const free = ARN_OPERATORS.find((operator) => !(ARN_KEY in (conditions[operator] ?? {})));
    if (free !== undefined) return free;
    throw new SecureRepositoryError(
      this.repository,
      `the conditions use ${ARN_KEY} under ${ARN_OPERATORS.join(' and ')}, expected one of the two at most: leave the other to the grant`,
    );
  }
}

function textOf(statement: iam.PolicyStatement): string {
  return JSON.stringify(statement.toStatementJson());
}
