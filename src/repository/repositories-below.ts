import { ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { partitionOfRegion } from './partition';
import { acknowledgeWildcard } from '../private/acknowledge-rule';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Properties for `RepositoriesBelow`. */
export interface RepositoriesBelowProps {
  /** The namespace without a slash at its end; undefined for every repository of the registry. */
  readonly namespace: string | undefined;
  /** Returns the resource that contains the policy, and creates it if it does not exist yet. */
  readonly resource: () => CfnResource;
  /**
   * Returns the policy that is deployed, if the resource no longer contains the document of this class.
   * @default - the resource contains the document
   */
  readonly replacedPolicy?: () => { readonly policy: unknown } | undefined;
  /**
   * The name of the policy in access reports.
   * @default 'repository policy'
   */
  readonly policyType?: 'repository policy' | 'registry policy';
}

/**
 * The repositories below a namespace, also those that Amazon ECR creates later, as the resource of grants: an `ecr.IRepository` whose ARN
 * ends with a wildcard. Users do not see it, because most members of a repository have no meaning for it.
 */
export class RepositoriesBelow extends ecr.RepositoryBase {
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  /** The statements of grants, without resources. */
  public readonly statements: iam.PolicyStatement[] = [];
  private readonly props: RepositoriesBelowProps;

  constructor(scope: Construct, id: string, props: RepositoriesBelowProps) {
    super(scope, id);
    this.props = props;
    this.repositoryName = props.namespace === undefined ? '*' : `${props.namespace}/*`;
    this.repositoryArn = repositoryArns(this, this.repositoryName);
  }

  public addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    this.statements.push(statement);
    return { statementAdded: true, policyDependable: this.props.resource() };
  }

  /** The name of the policy in access reports. */
  public get policyType(): 'repository policy' | 'registry policy' {
    return this.props.policyType ?? 'repository policy';
  }

  /** The policy that the template would contain now. It does not freeze the statements. */
  public get deployedPolicy(): unknown {
    const replaced = this.props.replacedPolicy?.();
    return replaced ? replaced.policy : { Statement: this.statements.map((statement) => statement.toStatementJson() as unknown) };
  }

  /**
   * Acknowledges the rule of the AwsSolutions pack of cdk-nag about wildcards for the policies that name these repositories, because the names of
   * repositories that do not exist yet are not known.
   */
  public acknowledgeWildcard(policy: unknown): void {
    if (!Construct.isConstruct(policy)) return;
    acknowledgeWildcard(
      policy,
      this.repositoryArn,
      'Amazon ECR creates the repositories below the prefix, so their names are not known before the deployment',
    );
  }

  /** Throws an error if a permission in an identity policy would be for every repository of the account. */
  public requireNamespace(grantee: string): void {
    if (this.props.namespace !== undefined) return;
    throw new SecureRepositoryError(
      'grant-placement',
      this,
      `the policy of ${grantee} must name the repositories, but the template is for the root of the registry, so the grant would be for every repository ` +
        'of the account. Grant to an organization or another account, or use a template with a prefix.',
    );
  }
}

/** Returns the ARN of the repositories with a name, which may contain wildcards, in the registry of a construct. */
export function repositoryArns(scope: Construct, name: string): string {
  const stack = Stack.of(scope);
  return stack.formatArn({
    service: 'ecr',
    resource: 'repository',
    resourceName: name,
    partition: partitionOfRegion(stack.region) ?? stack.partition,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
