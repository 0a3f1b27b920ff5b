import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions } from './conditions';
import { freeId } from './free-id';
import { warnOfManyManagedPolicies } from './many-managed-policies';
import { standsInPolicy } from './stands-in-policy';

/** A managed policy's limit, which the deployed ARNs of one statement must not exceed. */
const MANAGED_POLICY_CHARACTERS = 6_144;
/** aws-cdk-lib leaves statements in a role's inline policy while its estimate is below 10,000; this leaves room for others. */
const INLINE_ESTIMATE = 9_500;
/** What aws-cdk-lib estimates for an ARN that is a token. */
const TOKEN_ESTIMATE = 150;
/** Quotes and a comma around each ARN. */
const PUNCTUATION = 3;

interface MeasuredArn {
  readonly text: string;
  /** Its characters once deployed, and by the estimate of aws-cdk-lib; with quotes and comma. */
  readonly deployed: number;
  readonly estimate: number;
}

const LEDGERS = new WeakMap<iam.IPrincipal, StatementLedger>();

/** A statement that still takes ARNs. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  readonly added: iam.AddToPrincipalPolicyResult;
  /** How many actions and ARNs the ledger has put in: another number means that somebody else edited the statement. */
  readonly actions: number;
  arns: number;
  /** Its characters once deployed, and by the estimate of aws-cdk-lib. */
  deployed: number;
  estimate: number;
}

/**
 * The statements that one principal's grants share: one for each set of actions, to which a grant on one more repository adds its
 * ARN. That is what makes a role with 400 repositories cheap.
 *
 * A statement is shared only as long as it is seen to stand in a policy of the app, is neither frozen (a policy that has been
 * rendered) nor edited, and fits in a managed policy once deployed; else the next one begins.
 */
export class StatementLedger {
  public static of(principal: iam.IPrincipal): StatementLedger {
    let ledger = LEDGERS.get(principal);
    if (!ledger) LEDGERS.set(principal, (ledger = new StatementLedger(principal)));
    return ledger;
  }

  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Map<string, iam.AddToPrincipalPolicyResult>();
  private first?: OpenStatement;

  private constructor(private readonly principal: iam.IPrincipal) {
    warnOfManyManagedPolicies(principal);
  }

  /**
   * Allows actions on a repository.
   * @param actions in alphabetical order
   * @param arn the repository's ARN
   * @param deployedLength how many characters the ARN takes once deployed
   * @param conditions those of the statement, which then is not shared
   */
  public allow(
    actions: readonly string[],
    arn: string,
    deployedLength: number,
    conditions: Conditions = {},
  ): iam.AddToPrincipalPolicyResult {
    if (Object.keys(conditions).length > 0) {
      return this.principal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [arn], conditions }));
    }
    const permission = `${arn} ${actions.join()}`;
    const already = this.allowed.get(permission);
    if (already) return already;
    const measured = { text: arn, deployed: deployedLength + PUNCTUATION, estimate: estimated(arn) };
    const key = `${isUnderestimated(measured)} ${actions.join()}`;
    const added = this.extend(key, measured) ?? this.begin(key, actions, measured);
    if (added.statementAdded) this.allowed.set(permission, added);
    return added;
  }

  private extend(key: string, arn: MeasuredArn): iam.AddToPrincipalPolicyResult | undefined {
    const open = this.open.get(key);
    if (!open || isTouched(open)) return undefined;
    const deployed = open.deployed + arn.deployed;
    const estimate = open.estimate + arn.estimate;
    if (deployed > MANAGED_POLICY_CHARACTERS || estimate > this.estimateLimit(open)) return undefined;
    open.statement.addResources(arn.text);
    Object.assign(open, { arns: open.arns + 1, deployed, estimate });
    return open.added;
  }

  private begin(key: string, actions: readonly string[], arn: MeasuredArn): iam.AddToPrincipalPolicyResult {
    const statement = new iam.PolicyStatement({ actions: [...actions], resources: [arn.text] });
    const apart = isUnderestimated(arn) && this.first !== undefined;
    const added = (apart && this.addPolicy(statement)) || this.principal.addToPrincipalPolicy(statement);
    this.open.delete(key);
    if (!added.statementAdded || !standsInPolicy(this.principal, added)) return added;
    const frame = JSON.stringify({ Statement: [{ Action: actions, Effect: 'Allow', Resource: [] }], Version: '2012-10-17' }).length;
    const open = { statement, added, actions: actions.length, arns: 1, deployed: frame + arn.deployed, estimate: frame + arn.estimate };
    this.first ??= open;
    if (apart || !isUnderestimated(arn)) this.open.set(key, open);
    return added;
  }

  /**
   * A managed policy of the ledger's own. aws-cdk-lib packs statements into policies by its estimate, and would overfill them with
   * ARNs that turn out longer.
   */
  private addPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult | undefined {
    if (!(this.principal instanceof iam.Role)) return undefined;
    const policy = new iam.ManagedPolicy(this.principal, freeId(this.principal, 'EcrAccess'), {
      description: `Part of the policies for ${this.principal.node.path}`,
      statements: [statement],
      roles: [this.principal],
    });
    return { statementAdded: true, policyDependable: policy };
  }

  /** The first statement stays in the inline policy, if aws-cdk-lib finds it small enough. */
  private estimateLimit(open: OpenStatement): number {
    return open === this.first ? INLINE_ESTIMATE : Infinity;
  }
}

/** Whether somebody has rendered or changed the statement since the ledger wrote it. */
function isTouched({ statement, actions, arns }: OpenStatement): boolean {
  return (
    statement.frozen ||
    statement.sid !== undefined ||
    statement.effect !== iam.Effect.ALLOW ||
    Object.keys(statement.conditions).length > 0 ||
    statement.actions.length !== actions ||
    statement.resources.length !== arns
  );
}

/** Whether aws-cdk-lib takes the ARN for shorter than it will be: one with tokens around a long name. */
function isUnderestimated({ deployed, estimate }: MeasuredArn): boolean {
  return deployed > estimate;
}

function estimated(arn: string): number {
  return (Token.isUnresolved(arn) ? TOKEN_ESTIMATE : arn.length) + PUNCTUATION;
}
