import { Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { freeId } from './free-id';
import { PolicyHolder } from './policy-holder';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const LONGEST_POLICY_NAME = 128;
const UUID = 36;

/** Whether the policy is in the template; asked at synthesis, and more than once. */
type IsRendered = () => boolean;

/** A policy of the library's own, attached to a principal. */
export class OwnPolicy extends Construct {
  /** An inline policy. */
  public static inline(holder: PolicyHolder, name: string, document: iam.PolicyDocument): OwnPolicy {
    const policy = new OwnPolicy(holder, name);
    new InlinePolicy(policy, 'Resource', holder, document, () => holder.resource() !== undefined);
    return policy;
  }

  /** A managed policy. */
  public static managed(holder: PolicyHolder, name: string, document: iam.PolicyDocument): OwnPolicy {
    const policy = new OwnPolicy(holder, name);
    new ManagedPolicy(policy, 'Resource', holder, document, () => holder.resource() !== undefined);
    return policy;
  }

  /**
   * An inline policy, unless the other inline policies of the principal leave no room for it: then a managed one.
   * @param fits asked at synthesis, when the other policies are complete; once it does not fit, it is not asked again, so that a
   * template is made of one answer
   */
  public static inlineIfItFits(
    holder: PolicyHolder,
    name: string,
    document: iam.PolicyDocument,
    fits: (policy: OwnPolicy) => boolean,
  ): OwnPolicy {
    const policy = new OwnPolicy(holder, name);
    let managed = false;
    const isManaged = () => (managed ||= !fits(policy));
    new InlinePolicy(policy, 'Resource', holder, document, () => holder.resource() !== undefined && !isManaged());
    new ManagedPolicy(policy, 'Managed', holder, document, () => holder.resource() !== undefined && isManaged());
    return policy;
  }

  /** Whether a resource is a policy of the library that is not in the template. */
  public static isLeftOut(resource: Construct): boolean {
    return (resource instanceof InlinePolicy || resource instanceof ManagedPolicy) && !resource.isRendered();
  }

  private constructor(holder: PolicyHolder, name: string) {
    super(holder.construct, freeId(holder.construct, name));
  }
}

class InlinePolicy extends iam.CfnPolicy {
  constructor(
    scope: Construct,
    id: string,
    holder: PolicyHolder,
    document: iam.PolicyDocument,
    public readonly isRendered: IsRendered,
  ) {
    const policyName = holder.owned ? nameFrom(() => this, LONGEST_POLICY_NAME) : nameOfThisStack(() => this);
    super(scope, id, { policyName, policyDocument: document, [`${holder.kind}s`]: [holder.name] });
  }

  protected shouldSynthesize(): boolean {
    return this.isRendered();
  }
}

class ManagedPolicy extends iam.CfnManagedPolicy {
  constructor(
    scope: Construct,
    id: string,
    holder: PolicyHolder,
    document: iam.PolicyDocument,
    public readonly isRendered: IsRendered,
  ) {
    const description = `Part of the policies for ${holder.construct.node.path}`;
    super(scope, id, { description, path: '/', policyDocument: document, [`${holder.kind}s`]: [holder.name] });
  }

  protected shouldSynthesize(): boolean {
    return this.isRendered();
  }
}

/** The logical ID, as aws-cdk-lib names policies. */
function nameFrom(policy: () => iam.CfnPolicy, longest: number): string {
  return Lazy.string({ produce: () => String(Stack.of(policy()).resolve(policy().logicalId)).slice(-longest) });
}

/**
 * A name that no other stack gives to a policy of the same principal. Logical IDs, names of stacks and paths may all be the same in
 * another stack, Region or app, where the last deployment would win; the ID of the stack ends with a UUID.
 */
function nameOfThisStack(policy: () => iam.CfnPolicy): string {
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return Fn.join('-', [nameFrom(policy, LONGEST_POLICY_NAME - UUID - 1), uuid]);
}
