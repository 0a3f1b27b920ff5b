import * as iam from 'aws-cdk-lib/aws-iam';
import { embeddedCharacters, inlineCharactersOf } from './attached-policies';
import { checkPolicySize } from './attachment-checks';
import { LibraryPolicy } from './library-policy';
import { isInPolicy, PolicyHolder } from './policy-holder';
import { Characters, DOCUMENT_CHARACTERS, INLINE_CHARACTERS, MANAGED_POLICY_CHARACTERS, sumOf, understatementOf } from './policy-size';
import { INLINE_ESTIMATE } from '../private/cdk-internals';
import { longestText } from '../private/intrinsics';

const POLICY_ID = 'EcrAccess';
/** The minimum number of characters that are left for the login, which is in an inline policy of its own. */
const LOGIN_CHARACTERS = 200;
/** The estimate up to which the library adds statements to the inline policy of a role. The rest is left to other statements. */
const LIBRARY_ESTIMATE = INLINE_ESTIMATE - 500;
/** How far the estimates of `aws-cdk-lib` may be too low in total: 10,240 less 10,000, the document around the statements and the login. */
const UNDERSTATEMENT = 90;

/** The policies that the statements of a principal are written to. */
export interface StatementStore {
  write(statement: iam.PolicyStatement, size: Characters): WrittenStatement;
}

/** A statement in a policy of the app. */
export interface WrittenStatement {
  readonly added: iam.AddToPrincipalPolicyResult;
  /** Reserves space for the statement to grow, and returns whether there is enough. Undefined where the statement must not be shared. */
  readonly grow?: (by: Characters) => boolean;
}

/** A policy of the library, and the size of its statements. */
class SizedPolicy {
  private used = DOCUMENT_CHARACTERS;
  private policy?: LibraryPolicy;

  constructor(
    private readonly capacity: number,
    private readonly policyWith: (document: iam.PolicyDocument, characters: () => number) => LibraryPolicy,
    private readonly document = new iam.PolicyDocument(),
  ) {}

  /** Reserves characters, and returns whether there are enough. */
  public reserve(characters: number): boolean {
    if (this.used + characters > this.capacity) return false;
    this.used += characters;
    return true;
  }

  public add(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.document.addStatements(statement);
    this.policy ??= this.policyWith(this.document, () => this.used);
    return { statementAdded: true, policyDependable: this.policy };
  }
}

/**
 * Policies of the library: an inline policy for users, groups and imported roles, and managed policies for the statements that exceed
 * it.
 */
export class LibraryPolicies implements StatementStore {
  /** Returns an inline policy, followed by managed policies. */
  public static withInline(holder: PolicyHolder): LibraryPolicies {
    const limit = INLINE_CHARACTERS[holder.kind];
    if (!holder.owned) {
      // the other policies of an imported principal are unknown, so half of the limit is left to them
      const inline = new SizedPolicy(limit / 2 - LOGIN_CHARACTERS, (document) => LibraryPolicy.inline(holder, POLICY_ID, document));
      return new LibraryPolicies(holder, [inline]);
    }
    const inline = new SizedPolicy(limit - LOGIN_CHARACTERS, (document, characters) =>
      LibraryPolicy.inlineIfItFits(holder, POLICY_ID, document, (policy) => inlineCharactersOf(holder, policy) + characters() <= limit),
    );
    return new LibraryPolicies(holder, [inline]);
  }

  /** Returns managed policies only. */
  public static managed(holder: PolicyHolder): LibraryPolicies {
    return new LibraryPolicies(holder, []);
  }

  private constructor(
    private readonly holder: PolicyHolder,
    private readonly policies: SizedPolicy[],
  ) {}

  public write(statement: iam.PolicyStatement, { deployed }: Characters): WrittenStatement {
    // a comma separates statements
    const policy = this.policies.find((one) => one.reserve(deployed + 1)) ?? this.nextPolicy(deployed);
    return { added: policy.add(statement), grow: (by) => policy.reserve(by.deployed) };
  }

  private nextPolicy(characters: number): SizedPolicy {
    const policy = new SizedPolicy(MANAGED_POLICY_CHARACTERS, (document) => LibraryPolicy.managed(this.holder, POLICY_ID, document));
    policy.reserve(characters);
    this.policies.push(policy);
    return policy;
  }
}

/**
 * The policies of a role of the app. `aws-cdk-lib` distributes statements over the inline policy and managed policies by its estimates.
 * Statements that are longer than their estimate would exceed the limits there, so they are in policies of the library.
 */
export class RolePolicies implements StatementStore {
  private readonly apart: LibraryPolicies;
  /** The estimate that is left beside the policies in the resource of the role, which `aws-cdk-lib` does not count. */
  private inline = Infinity;
  private understated = 0;
  private hasFirst = false;

  constructor(
    private readonly principal: iam.IPrincipal,
    holder: PolicyHolder,
  ) {
    this.apart = LibraryPolicies.managed(holder);
    const embedded = embeddedCharacters(holder, longestText);
    if (embedded > 0) this.inline = LIBRARY_ESTIMATE - embedded;
  }

  public write(statement: iam.PolicyStatement, size: Characters): WrittenStatement {
    if (!this.reserve(size)) return this.apart.write(statement, size);
    const longest = this.hasFirst ? Infinity : LIBRARY_ESTIMATE;
    this.hasFirst = true;
    let total = sumOf(size, { deployed: DOCUMENT_CHARACTERS, estimate: DOCUMENT_CHARACTERS });
    return {
      added: this.principal.addToPrincipalPolicy(statement),
      grow: (by) => {
        const grown = sumOf(total, by);
        if (grown.deployed > MANAGED_POLICY_CHARACTERS || grown.estimate > longest || !this.reserve(by)) return false;
        total = grown;
        return true;
      },
    };
  }

  private reserve(size: Characters): boolean {
    const understated = this.understated + understatementOf(size);
    if (understated > UNDERSTATEMENT || size.estimate > this.inline) return false;
    this.understated = understated;
    this.inline -= size.estimate;
    return true;
  }
}

/**
 * The policy of a principal that adds statements to a policy of the user, or to one that is unknown to the app. Such a policy is never
 * split: its size is checked at synthesis.
 */
export class ExistingPolicy implements StatementStore {
  constructor(private readonly principal: iam.IPrincipal) {}

  public write(statement: iam.PolicyStatement, _size: Characters): WrittenStatement {
    const added = this.principal.addToPrincipalPolicy(statement);
    const { policyDependable: policy } = added;
    if (policy instanceof iam.Policy || policy instanceof iam.ManagedPolicy) checkPolicySize(policy);
    return isInPolicy(this.principal, added) ? { added, grow: () => true } : { added };
  }
}
