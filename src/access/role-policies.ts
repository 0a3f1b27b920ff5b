import * as iam from 'aws-cdk-lib/aws-iam';
import { embeddedCharacters } from './attached-policies';
import { Characters, DOCUMENT_CHARACTERS, MANAGED_POLICY_CHARACTERS, sumOf, understatementOf } from './policy-characters';
import { PolicyHolder } from './policy-holder';
import { PolicyRooms, StatementSpace, WrittenStatement } from './policy-rooms';
import { longestText } from '../private/intrinsics';

/** aws-cdk-lib leaves statements in a role's inline policy while its estimate is below 10,000; this leaves room for others. */
const INLINE_ESTIMATE = 9_500;
/** What the estimates of aws-cdk-lib may leave out together: 10,240, less those 10,000, the document around them and the login. */
const UNDERSTATEMENT = 90;

/**
 * The policies of a role of the app. aws-cdk-lib packs statements into the inline policy and managed ones by its estimate; a policy
 * of the library's own has those that turn out longer, with which it would overfill them.
 */
export class RolePolicies implements StatementSpace {
  private readonly apart: PolicyRooms;
  /** What is left inline beside the policies in the role itself, which aws-cdk-lib does not count. */
  private inline = Infinity;
  private understated = 0;
  private hasFirst = false;

  constructor(
    private readonly principal: iam.IPrincipal,
    holder: PolicyHolder,
  ) {
    this.apart = PolicyRooms.managed(holder);
    const embedded = embeddedCharacters(holder, longestText);
    if (embedded > 0) this.inline = INLINE_ESTIMATE - embedded;
  }

  public write(statement: iam.PolicyStatement, size: Characters): WrittenStatement {
    if (!this.take(size)) return this.apart.write(statement, size);
    const longest = this.hasFirst ? Infinity : INLINE_ESTIMATE;
    this.hasFirst = true;
    let total = sumOf(size, { deployed: DOCUMENT_CHARACTERS, estimate: DOCUMENT_CHARACTERS });
    return {
      added: this.principal.addToPrincipalPolicy(statement),
      grow: (by) => {
        const grown = sumOf(total, by);
        if (grown.deployed > MANAGED_POLICY_CHARACTERS || grown.estimate > longest || !this.take(by)) return false;
        total = grown;
        return true;
      },
    };
  }

  private take(size: Characters): boolean {
    const understated = this.understated + understatementOf(size);
    if (understated > UNDERSTATEMENT || size.estimate > this.inline) return false;
    this.understated = understated;
    this.inline -= size.estimate;
    return true;
  }
}
