import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** A managed policy's limit, which the deployed ARNs of one statement must not exceed. */
const MANAGED_POLICY_CHARACTERS = 6_144;
/** aws-cdk-lib leaves statements in a role's inline policy while its estimate is below 10,000; this leaves room for others. */
const INLINE_ESTIMATE = 9_500;
/** What aws-cdk-lib estimates for an ARN that is a token. */
const TOKEN_ESTIMATE = 150;
/** Quotes and a comma around each ARN. */
const PUNCTUATION = 3;

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

  private constructor(private readonly principal: iam.IPrincipal) {}

  /**
   * Allows actions on a repository.
   * @param actions in alphabetical order
   * @param arn the repository's ARN
   * @param deployedLength how many characters the ARN takes once deployed
   */
  public allow(actions: readonly string[], arn: string, deployedLength: number): iam.AddToPrincipalPolicyResult {
    const key = actions.join();
    const already = this.allowed.get(`${arn} ${key}`);
    if (already) return already;
    const added = this.extend(key, arn, deployedLength) ?? this.begin(key, actions, arn, deployedLength);
    if (added.statementAdded) this.allowed.set(`${arn} ${key}`, added);
    return added;
  }

  private extend(key: string, arn: string, deployedLength: number): iam.AddToPrincipalPolicyResult | undefined {
    const open = this.open.get(key);
    if (!open || isTouched(open)) return undefined;
    const deployed = open.deployed + deployedLength + PUNCTUATION;
    const estimate = open.estimate + estimated(arn);
    if (deployed > MANAGED_POLICY_CHARACTERS || estimate > this.estimateLimit(open)) return undefined;
    open.statement.addResources(arn);
    Object.assign(open, { arns: open.arns + 1, deployed, estimate });
    return open.added;
  }

  private begin(key: string, actions: readonly string[], arn: string, deployedLength: number): iam.AddToPrincipalPolicyResult {
    const statement = new iam.PolicyStatement({ actions: [...actions], resources: [arn] });
    const added = this.principal.addToPrincipalPolicy(statement);
    this.open.delete(key);
    if (added.statementAdded && this.standsInPolicyOfTheApp(added)) {
      const frame = JSON.stringify({ Statement: [{ Action: actions, Effect: 'Allow', Resource: [] }], Version: '2012-10-17' }).length;
      const open = {
        statement,
        added,
        actions: actions.length,
        arns: 1,
        deployed: frame + deployedLength + PUNCTUATION,
        estimate: frame + estimated(arn),
      };
      this.open.set(key, open);
      this.first ??= open;
    }
    return added;
  }

  /** The first statement stays in the inline policy, if aws-cdk-lib finds it small enough. */
  private estimateLimit(open: OpenStatement): number {
    return open === this.first ? INLINE_ESTIMATE : Infinity;
  }

  /** Some principals keep a copy of a statement, or nothing: what is added to it later would be lost. */
  private standsInPolicyOfTheApp(added: iam.AddToPrincipalPolicyResult): boolean {
    const { policyDependable } = added;
    if (policyDependable instanceof iam.Policy || policyDependable instanceof iam.ManagedPolicy) return true;
    return Construct.isConstruct(this.principal) && this.principal.node.tryFindChild('DefaultPolicy') !== undefined;
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

function estimated(arn: string): number {
  return (Token.isUnresolved(arn) ? TOKEN_ESTIMATE : arn.length) + PUNCTUATION;
}
