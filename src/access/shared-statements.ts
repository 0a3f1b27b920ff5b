import * as iam from 'aws-cdk-lib/aws-iam';
import { checkAttachments } from './attachment-checks';
import { Conditions, conditionsKey } from './conditions';
import { holderOf } from './policy-holder';
import { arnCharacters, statementCharacters, sumOf, understatementOf } from './policy-size';
import { ExistingPolicy, LibraryPolicies, RolePolicies, StatementStore, WrittenStatement } from './statement-packing';

const SHARED = new WeakMap<iam.IPrincipal, SharedStatements>();

/** A statement to which further ARNs are added. */
interface OpenStatement {
  readonly statement: iam.PolicyStatement;
  readonly written: WrittenStatement;
  /** The actions, conditions and ARNs that this class has written. A difference means that other code has edited the statement. */
  readonly actions: number;
  readonly conditions: string;
  arns: number;
}

/**
 * The statements that the grants to one principal share: one for each set of actions and conditions, to which a grant on another
 * repository adds its ARN. This keeps the policies of a role with hundreds of repositories small.
 *
 * A statement is shared only while it is certain to be in a policy of the app, is neither frozen (its policy has been rendered) nor
 * edited, and its policy has space for another ARN. Otherwise a new statement begins.
 */
export class SharedStatements {
  public static of(principal: iam.IPrincipal): SharedStatements {
    let shared = SHARED.get(principal);
    if (!shared) SHARED.set(principal, (shared = new SharedStatements(principal)));
    return shared;
  }

  private readonly open = new Map<string, OpenStatement>();
  private readonly allowed = new Map<string, iam.AddToPrincipalPolicyResult>();
  private readonly store: StatementStore;

  private constructor(principal: iam.IPrincipal) {
    this.store = storeOf(principal);
  }

  /**
   * Allows actions on a repository.
   * @param actions in alphabetical order
   * @param arn the ARN of the repository
   * @param deployedLength the length of the ARN after deployment
   * @param conditions the conditions of the statement, which only grants with the same conditions share
   */
  public allow(
    actions: readonly string[],
    arn: string,
    deployedLength: number,
    conditions: Conditions = {},
  ): iam.AddToPrincipalPolicyResult {
    const share = `${actions.join()} ${conditionsKey(conditions)}`;
    const permission = `${arn} ${share}`;
    const earlier = this.allowed.get(permission);
    if (earlier) return earlier;
    const size = arnCharacters(arn, deployedLength);
    // ARNs that aws-cdk-lib underestimates are in statements of their own
    const key = `${understatementOf(size) > 0} ${share}`;
    const open = this.open.get(key);
    let added: iam.AddToPrincipalPolicyResult;
    if (open && !isEdited(open) && open.written.grow?.(size)) {
      open.statement.addResources(arn);
      open.arns += 1;
      added = open.written.added;
    } else {
      const statement = new iam.PolicyStatement({ actions: [...actions], resources: [arn], conditions });
      const written = this.store.write(statement, sumOf(statementCharacters(actions, conditions), size));
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

/** The policies for the statements of a principal, by its kind and owner. */
function storeOf(principal: iam.IPrincipal): StatementStore {
  const holder = holderOf(principal);
  if (!holder) return new ExistingPolicy(principal);
  checkAttachments(holder);
  return holder.kind === 'role' && holder.owned ? new RolePolicies(principal, holder) : LibraryPolicies.withInline(holder);
}

/** Whether other code has rendered or changed the statement since it was written. */
function isEdited({ statement, actions, conditions, arns }: OpenStatement): boolean {
  return (
    statement.frozen ||
    statement.sid !== undefined ||
    statement.effect !== iam.Effect.ALLOW ||
    conditionsKey(statement.conditions as Conditions) !== conditions ||
    statement.actions.length !== actions ||
    statement.resources.length !== arns
  );
}
