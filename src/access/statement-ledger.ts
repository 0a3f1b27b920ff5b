import * as iam from 'aws-cdk-lib/aws-iam';
import { checkAttachments } from './attachment-checks';
import { Conditions, conditionsKey } from './conditions';
import { GivenPolicy } from './given-policy';
import { arnCharacters, statementCharacters, sumOf, understatementOf } from './policy-characters';
import { holderOf } from './policy-holder';
import { PolicyRooms, StatementSpace, WrittenStatement } from './policy-rooms';
import { RolePolicies } from './role-policies';

const LEDGERS = new WeakMap<iam.IPrincipal, StatementLedger>();

/** A statement that still takes ARNs. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  readonly written: WrittenStatement;
  /** What the ledger has put in: anything else means that somebody has edited the statement. */
  readonly actions: number;
  readonly conditions: string;
  arns: number;
}

/**
 * The statements that one principal's grants share: one for each set of actions and conditions, to which a grant on one more
 * repository adds its ARN. That is what makes a role with 400 repositories cheap.
 *
 * A statement is shared only as long as it is seen to be in a policy of the app, is neither frozen (a policy that has been
 * rendered) nor edited, and there is room for more in its policy; else the next one begins.
 */
export class StatementLedger {
  public static of(principal: iam.IPrincipal): StatementLedger {
    let ledger = LEDGERS.get(principal);
    if (!ledger) LEDGERS.set(principal, (ledger = new StatementLedger(principal)));
    return ledger;
  }

  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Map<string, iam.AddToPrincipalPolicyResult>();
  private readonly space: StatementSpace;

  private constructor(principal: iam.IPrincipal) {
    this.space = spaceOf(principal);
  }

  /**
   * Allows actions on a repository.
   * @param actions in alphabetical order
   * @param arn the repository's ARN
   * @param deployedLength how many characters the ARN takes once deployed
   * @param conditions those of the statement; only what has the same ones shares it
   */
  public allow(
    actions: readonly string[],
    arn: string,
    deployedLength: number,
    conditions: Conditions = {},
  ): iam.AddToPrincipalPolicyResult {
    const share = `${actions.join()} ${conditionsKey(conditions)}`;
    const permission = `${arn} ${share}`;
    const already = this.allowed.get(permission);
    if (already) return already;
    const size = arnCharacters(arn, deployedLength);
    // what aws-cdk-lib underestimates stands apart from the rest
    const key = `${understatementOf(size) > 0} ${share}`;
    const open = this.open.get(key);
    let added: iam.AddToPrincipalPolicyResult;
    if (open && !isTouched(open) && open.written.grow?.(size)) {
      open.statement.addResources(arn);
      open.arns += 1;
      added = open.written.added;
    } else {
      const statement = new iam.PolicyStatement({ actions: [...actions], resources: [arn], conditions });
      const written = this.space.write(statement, sumOf(statementCharacters(actions, conditions), size));
      this.open.delete(key);
      if (written.grow) {
        this.open.set(key, { statement, written, actions: actions.length, conditions: conditionsKey(conditions), arns: 1 });
      }
      added = written.added;
    }
    if (added.statementAdded) this.allowed.set(permission, added);
    return added;
  }
}

/** Where statements for the principal are written: by its kind, and by who owns it. */
function spaceOf(principal: iam.IPrincipal): StatementSpace {
  const holder = holderOf(principal);
  if (!holder) return new GivenPolicy(principal);
  checkAttachments(holder);
  return holder.kind === 'role' && holder.owned ? new RolePolicies(principal, holder) : PolicyRooms.withInline(holder);
}

/** Whether somebody has rendered or changed the statement since the ledger wrote it. */
function isTouched({ statement, actions, conditions, arns }: OpenStatement): boolean {
  return (
    statement.frozen ||
    statement.sid !== undefined ||
    statement.effect !== iam.Effect.ALLOW ||
    conditionsKey(statement.conditions as Conditions) !== conditions ||
    statement.actions.length !== actions ||
    statement.resources.length !== arns
  );
}
