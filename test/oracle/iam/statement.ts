import { Caller } from './caller';
import { Condition } from './condition';
import { RequestContext } from './context';
import { listed, StatementElement } from './policy-document';
import { hasVariable, substituted } from './policy-variables';
import { naming, Naming } from './principal';
import { matchesWildcard } from './wildcard';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** One statement of a policy, ready to be asked. What IAM would refuse, it refuses. */
export class Statement {
  public readonly effect: 'Allow' | 'Deny';
  private readonly conditions: readonly Condition[];
  private readonly actions: readonly string[];
  // asked about the same actions in thousands of worlds
  private readonly answers = new Map<string, boolean>();

  constructor(
    /** Where it stands: the policy's place and the statement's number. */
    public readonly place: string,
    private readonly element: StatementElement,
    /** Whether the version of the policy language has variables. */
    private readonly withVariables = false,
  ) {
    const unknown = Object.keys(element).find((key) => !ELEMENTS.includes(key));
    if (unknown !== undefined) throw new Error(`${place}: ${unknown} is no element of a statement`);
    if (element.Effect !== 'Allow' && element.Effect !== 'Deny') throw new Error(`${place}: a statement needs Allow or Deny`);
    const actions = listed(element.Action ?? element.NotAction);
    if (actions.length === 0 || (element.Action && element.NotAction)) {
      throw new Error(`${place}: a statement needs either Action or NotAction`);
    }
    if (element.Resource && element.NotResource) throw new Error(`${place}: a statement has either Resource or NotResource`);
    if (element.Principal && element.NotPrincipal) throw new Error(`${place}: a statement has either Principal or NotPrincipal`);
    this.effect = element.Effect;
    this.conditions = Condition.listOf(element.Condition, withVariables);
    this.actions = actions.map((action) => action.toLowerCase());
  }

  public get hasPrincipal(): boolean {
    return this.element.Principal !== undefined || this.element.NotPrincipal !== undefined;
  }

  public get hasResource(): boolean {
    return this.element.Resource !== undefined || this.element.NotResource !== undefined;
  }

  public actsWith(action: string): boolean {
    const answer = this.answers.get(action) ?? this.matchesAction(action.toLowerCase());
    this.answers.set(action, answer);
    return answer;
  }

  /**
   * Whether it is about the resource. Without a `Resource`, as in a repository policy, it is about the one that it
   * is attached to. A `*` may span colons here, which IAM promises only at the end of a part: rather too wide than too
   * narrow, so that a wide policy is seen.
   */
  public covers(resource: string, context: RequestContext): boolean {
    if (!this.hasResource) return true;
    const written = listed(this.element.Resource ?? this.element.NotResource);
    const patterns = this.withVariables && written.some(hasVariable) ? written.flatMap((one) => substituted(one, context)) : written;
    return patterns.some((pattern) => matchesWildcard(pattern, resource)) === (this.element.Resource !== undefined);
  }

  /** How it names the caller; with `NotPrincipal` everyone else is named. */
  public names(caller: Caller): Naming {
    if (this.element.Principal !== undefined) return naming(this.element.Principal, caller);
    return naming(this.element.NotPrincipal!, caller) === 'not at all' ? 'everyone' : 'not at all';
  }

  public holdsIn(context: RequestContext): boolean {
    return this.conditions.every((condition) => condition.holdsIn(context));
  }

  /** Upper and lower case are the same in the names of actions. */
  private matchesAction(name: string): boolean {
    return this.actions.some((pattern) => matchesWildcard(pattern, name)) === (this.element.Action !== undefined);
  }
}
