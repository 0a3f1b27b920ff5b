import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { mayHaveOverrides, renderedResource } from '../private/cdk-internals';
import { RepositoriesBelow, repositoryArns } from '../repository/repositories-below';

/**
 * The policy of a registry. No other part of the library writes it. The resource is created with the first statement.
 */
export class RegistryPolicy {
  private readonly statements: iam.PolicyStatement[] = [];
  private readonly below: RepositoriesBelow[] = [];
  private created?: ecr.CfnRegistryPolicy;

  constructor(
    private readonly registry: Construct,
    private readonly removalPolicy: RemovalPolicy,
  ) {}

  /** The L1 of the policy, or undefined without a statement. */
  public get resource(): ecr.CfnRegistryPolicy | undefined {
    return this.created;
  }

  /** Adds a statement, whose resources are in it. */
  public add(statement: iam.PolicyStatement): void {
    this.createdResource();
    this.statements.push(statement);
  }

  /** Returns the repositories below a namespace, whose policy is a part of this policy. */
  public repositoriesBelow(scope: Construct, id: string, namespace: string | undefined): RepositoriesBelow {
    const below = new RepositoriesBelow(scope, id, {
      namespace,
      resource: () => this.createdResource(),
      replacedPolicy: () => this.replacedPolicy(),
    });
    this.below.push(below);
    return below;
  }

  private createdResource(): ecr.CfnRegistryPolicy {
    if (this.created) return this.created;
    this.created = new ecr.CfnRegistryPolicy(this.registry, 'Policy', { policyText: Lazy.any({ produce: () => this.document() }) });
    this.created.applyRemovalPolicy(this.removalPolicy);
    return this.created;
  }

  private document(): iam.PolicyDocument {
    const ofGrants = this.below.flatMap(({ repositoryArn, statements }) =>
      statements.map((statement) => statement.copy({ resources: [repositoryArn] })),
    );
    return new iam.PolicyDocument({ statements: [...this.statements, ...ofGrants] });
  }

  /** The policy in the template, without its resources, if an override has changed it. */
  private replacedPolicy(): { readonly policy: unknown } | undefined {
    if (!this.created || !mayHaveOverrides(this.created)) return undefined;
    const { PolicyText: policy } = renderedResource(this.created).Properties;
    return { policy };
  }

  /** Returns the ARN of the repositories with a name, which may contain wildcards. */
  public arnOf(name: string): string {
    return repositoryArns(this.registry, name);
  }
}
