import { Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { HolderKind, PolicyHolder } from './policy-holder';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const LONGEST_POLICY_NAME = 128;
const UUID = 36;

/** Whether each policy of the library is in the template. Asked at synthesis, more than once. */
const IS_RENDERED = new WeakMap<Construct, () => boolean>();

/** A policy that the library attaches to a principal. */
export class LibraryPolicy extends Construct {
  /** Returns an inline policy. */
  public static inline(holder: PolicyHolder, name: string, document: iam.PolicyDocument): LibraryPolicy {
    const policy = new LibraryPolicy(holder, name);
    policy.addInline(document, () => true);
    return policy;
  }

  /** Returns a managed policy. */
  public static managed(holder: PolicyHolder, name: string, document: iam.PolicyDocument): LibraryPolicy {
    const policy = new LibraryPolicy(holder, name);
    policy.addManaged('Resource', document, () => true);
    return policy;
  }

  /**
   * Returns an inline policy, or a managed policy where the other inline policies of the principal leave too little space.
   * @param fits asked at synthesis, when the other policies are complete. After the first negative answer it is not asked again, so that
   * all parts of a template follow one answer.
   */
  public static inlineIfItFits(
    holder: PolicyHolder,
    name: string,
    document: iam.PolicyDocument,
    fits: (policy: LibraryPolicy) => boolean,
  ): LibraryPolicy {
    const policy = new LibraryPolicy(holder, name);
    let managed = false;
    const isManaged = () => (managed ||= !fits(policy));
    policy.addInline(document, () => !isManaged());
    policy.addManaged('Managed', document, isManaged);
    return policy;
  }

  /** Whether a resource is a policy of the library that is not in the template. */
  public static isLeftOut(resource: Construct): boolean {
    return IS_RENDERED.has(resource) && !isRendered(resource);
  }

  private constructor(
    private readonly holder: PolicyHolder,
    name: string,
  ) {
    super(holder.construct, freeId(holder.construct, name));
  }

  private addInline(document: iam.PolicyDocument, isChosen: () => boolean): void {
    const policyName = this.holder.owned ? nameFrom(() => policy, LONGEST_POLICY_NAME) : nameOfThisStack(() => policy);
    const policy: InlinePolicy = new InlinePolicy(this, 'Resource', { policyName, policyDocument: document, ...this.attachment() });
    this.renderWhen(policy, isChosen);
  }

  private addManaged(id: string, document: iam.PolicyDocument, isChosen: () => boolean): void {
    const description = `Part of the policies for ${this.holder.construct.node.path}`;
    const policy = new ManagedPolicy(this, id, { description, path: '/', policyDocument: document, ...this.attachment() });
    this.renderWhen(policy, isChosen);
  }

  private attachment(): { readonly [kind in `${HolderKind}s`]?: string[] } {
    return { [`${this.holder.kind}s`]: [this.holder.name] };
  }

  /** A policy of a lazy role that is not created is in no template. */
  private renderWhen(policy: Construct, isChosen: () => boolean): void {
    IS_RENDERED.set(policy, () => this.holder.resource() !== undefined && isChosen());
  }
}

class InlinePolicy extends iam.CfnPolicy {
  protected shouldSynthesize(): boolean {
    return isRendered(this);
  }
}

class ManagedPolicy extends iam.CfnManagedPolicy {
  protected shouldSynthesize(): boolean {
    return isRendered(this);
  }
}

function isRendered(policy: Construct): boolean {
  return IS_RENDERED.get(policy)!();
}

/** Returns an ID that is free in a scope of the user: the name, or the name and a number. */
export function freeId(scope: Construct, name: string): string {
  let id = name;
  for (let n = 2; scope.node.tryFindChild(id); n++) id = `${name}${n}`;
  return id;
}

/** The logical ID, which `aws-cdk-lib` names policies by. */
function nameFrom(policy: () => iam.CfnPolicy, longest: number): string {
  return Lazy.string({ produce: () => String(Stack.of(policy()).resolve(policy().logicalId)).slice(-longest) });
}

/**
 * A name that is unique among all stacks with a policy for the same principal. Another stack, Region or app may have the same logical
 * IDs, stack names and paths, and the later deployment would overwrite the policy. The ID of a stack ends with a UUID.
 */
function nameOfThisStack(policy: () => iam.CfnPolicy): string {
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return Fn.join('-', [nameFrom(policy, LONGEST_POLICY_NAME - UUID - 1), uuid]);
}
