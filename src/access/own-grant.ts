import { Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { Conditions } from './conditions';

/**
 * The grants that users get carry a statement of this grant alone, and it is frozen: the statement in the policy is shared with
 * other repositories, and editing it through one grant would change what the others allow.
 */
class Recorded extends iam.PrincipalBase {
  public readonly policyFragment = new iam.PrincipalPolicyFragment({});

  constructor(
    private readonly name: string,
    private readonly added: iam.AddToPrincipalPolicyResult,
  ) {
    super();
  }

  public addToPrincipalPolicy(_statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    return this.added;
  }

  public dedupeString(): undefined {
    return undefined;
  }

  public toString(): string {
    return this.name;
  }
}

/** The grant for a statement in a principal's identity policy. */
export function identityGrant(
  name: string,
  added: iam.AddToPrincipalPolicyResult,
  permission: { readonly actions: readonly string[]; readonly arn: string; readonly conditions: Conditions },
): iam.Grant {
  const { actions, arn, conditions } = permission;
  const grantee = new Recorded(name, added);
  const grant = iam.Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [arn], conditions });
  grant.principalStatement?.freeze();
  return grant;
}

/**
 * The grant for a statement in a repository policy, which exists when the repository does. A principal in another Stage cannot wait for
 * that: Stages are deployed independently of each other.
 */
export function repositoryGrant(
  name: string,
  repository: ecr.IRepository,
  statement: iam.PolicyStatement,
  principal?: iam.IPrincipal,
): iam.Grant {
  const isInAnotherStage = Construct.isConstruct(principal) && Stage.of(principal) !== Stage.of(repository);
  const policyDependable = isInAnotherStage ? new DependencyGroup() : repository;
  return iam.Grant.addStatementToResourcePolicy({
    grantee: new Recorded(name, { statementAdded: false }),
    actions: statement.actions,
    resourceArns: [],
    statement: statement.freeze(),
    resource: { env: repository.env, addToResourcePolicy: () => ({ statementAdded: true, policyDependable }) },
  });
}
