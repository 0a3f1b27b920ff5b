import * as iam from 'aws-cdk-lib/aws-iam';
import { inlineCharactersOf } from './attached-policies';
import { OwnPolicy } from './own-policy';
import { Characters, DOCUMENT_CHARACTERS, INLINE_CHARACTERS, MANAGED_POLICY_CHARACTERS } from './policy-characters';
import { PolicyHolder } from './policy-holder';

const POLICY_ID = 'EcrAccess';
/** What is left for logging in, at least: in an inline policy of its own. */
const LOGIN_CHARACTERS = 200;

/** Where the statements of a principal are written. */
export interface StatementSpace {
  write(statement: iam.PolicyStatement, size: Characters): WrittenStatement;
}

/** A statement in a policy of the app. */
export interface WrittenStatement {
  readonly added: iam.AddToPrincipalPolicyResult;
  /** Whether the statement may grow, which then is counted; undefined where the statement must not be shared. */
  readonly grow?: (by: Characters) => boolean;
}

/** A policy of the library's own, and how much is in it. */
class Room {
  private used = DOCUMENT_CHARACTERS;
  private policy?: OwnPolicy;

  constructor(
    private readonly capacity: number,
    private readonly policyWith: (document: iam.PolicyDocument, characters: () => number) => OwnPolicy,
    private readonly document = new iam.PolicyDocument(),
  ) {}

  /** Counts the characters, if there is room for them. */
  public take(characters: number): boolean {
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
 * Policies of the library's own: for an owned or imported user, group or imported role an inline one, and managed ones for what
 * does not fit into it.
 */
export class PolicyRooms implements StatementSpace {
  /** An inline policy first, then managed ones. */
  public static withInline(holder: PolicyHolder): PolicyRooms {
    const limit = INLINE_CHARACTERS[holder.kind];
    if (!holder.owned) {
      // what others have attached to it is not known: they get half
      const room = new Room(limit / 2 - LOGIN_CHARACTERS, (document) => OwnPolicy.inline(holder, POLICY_ID, document));
      return new PolicyRooms(holder, [room]);
    }
    const room = new Room(limit - LOGIN_CHARACTERS, (document, characters) =>
      OwnPolicy.inlineIfItFits(holder, POLICY_ID, document, (policy) => inlineCharactersOf(holder, policy) + characters() <= limit),
    );
    return new PolicyRooms(holder, [room]);
  }

  /** Managed policies only. */
  public static managed(holder: PolicyHolder): PolicyRooms {
    return new PolicyRooms(holder, []);
  }

  private constructor(
    private readonly holder: PolicyHolder,
    private readonly rooms: Room[],
  ) {}

  public write(statement: iam.PolicyStatement, { deployed }: Characters): WrittenStatement {
    // a comma stands between statements
    const room = this.rooms.find((one) => one.take(deployed + 1)) ?? this.nextRoom(deployed);
    return { added: room.add(statement), grow: (by) => room.take(by.deployed) };
  }

  private nextRoom(characters: number): Room {
    const room = new Room(MANAGED_POLICY_CHARACTERS, (document) => OwnPolicy.managed(this.holder, POLICY_ID, document));
    room.take(characters);
    this.rooms.push(room);
    return room;
  }
}
