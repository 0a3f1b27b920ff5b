import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { includesStatement, registryPolicyFindings } from './registry-statement-check';
import { DOCUMENT_CHARACTERS, statementSize } from '../access/policy-size';
import { RenderedStatement } from '../access/statement-check';
import { mayHaveOverrides, renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { isIntrinsic } from '../private/intrinsics';
import { checkAtSynthesis, report } from '../private/report-findings';
import { resolvedToRead } from '../private/values-of-other-stacks';
import { RepositoriesBelow } from '../repository/repositories-below';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html */
const POLICY_CHARACTERS = 10_240;

/**
 * The policy of a registry. No other part of the library writes it. The resource is created with the first statement, and the policy that is
 * deployed is checked at synthesis.
 */
export class RegistryPolicy {
  private readonly statements: iam.PolicyStatement[] = [];
  private readonly below: RepositoriesBelow[] = [];
  // not cached: a description before the last grant must not determine what is deployed
  private readonly text = Lazy.uncachedAny({ produce: () => this.document() });
  private created?: ecr.CfnRegistryPolicy;

  constructor(
    private readonly registry: Construct,
    private readonly removalPolicy: RemovalPolicy,
  ) {}

  /** The L1 of the policy, or undefined without a statement, or if it was removed from the tree. */
  public get resource(): ecr.CfnRegistryPolicy | undefined {
    return this.registry.node.tryFindChild('Policy') === this.created ? this.created : undefined;
  }

  /** Adds a statement, whose resources are in it. */
  public add(statement: iam.PolicyStatement): void {
    const rendered = resolvedToRead(statement.toStatementJson(), this.registry) as RenderedStatement;
    report(this.registry, registryPolicyFindings(rendered, Stack.of(this.registry).account));
    this.createdResource();
    this.statements.push(statement);
  }

  /** Returns the repositories below a namespace, whose policy is a part of this policy. */
  public repositoriesBelow(scope: Construct, id: string, namespace: string | undefined): RepositoriesBelow {
    const below: RepositoriesBelow = new RepositoriesBelow(scope, id, {
      namespace,
      resource: () => this.createdResource(),
      replacedPolicy: () => this.replacedPolicy(below.repositoryArn),
      policyType: 'registry policy',
    });
    this.below.push(below);
    return below;
  }

  private createdResource(): ecr.CfnRegistryPolicy {
    if (this.resource) return this.resource;
    const resource = new ecr.CfnRegistryPolicy(this.registry, 'Policy', { policyText: this.text });
    resource.applyRemovalPolicy(this.removalPolicy);
    checkAtSynthesis(this.registry, () => this.deployedFindings(resource));
    return (this.created = resource);
  }

  private document(): iam.PolicyDocument {
    const ofGrants = this.below.flatMap(({ repositoryArn, statements }) =>
      statements.map((statement) => statement.copy({ resources: [repositoryArn] })),
    );
    // copies, because a policy that is resolved accepts no more changes to its statements
    return new iam.PolicyDocument({ statements: [...this.statements.map((statement) => statement.copy()), ...ofGrants] });
  }

  /** Whether an assignment or an override may have changed the policy on the L1. */
  private isChanged(resource: ecr.CfnRegistryPolicy): boolean {
    return resource.policyText !== this.text || mayHaveOverrides(resource);
  }

  /** The statements for repositories in the template, without their resources, if the policy on the L1 was changed. */
  private replacedPolicy(repositoryArn: string): { readonly policy: unknown } | undefined {
    if (!this.created || !this.isChanged(this.created)) return undefined;
    const arn = JSON.stringify(Stack.of(this.registry).resolve(repositoryArn));
    const covers = ({ Resource: resource }: RenderedStatement) =>
      [resource].flat().some((one) => one === '*' || JSON.stringify(one) === arn);
    const statements = statementsOf(this.created).filter(covers);
    return { policy: { Statement: statements.map((statement) => ({ ...statement, Resource: undefined })) } };
  }

  private deployedFindings(resource: ecr.CfnRegistryPolicy): Finding[] {
    if (this.resource !== resource) return this.removedFindings();
    const statements = statementsOf(resource);
    const size = DOCUMENT_CHARACTERS + statements.map(statementSize).reduce((sum, one) => sum + one + 1, -1);
    const findings = [
      ...statements.flatMap((statement) => registryPolicyFindings(statement, resource.stack.account)),
      ...this.lostStatements(resource),
    ];
    if (size <= POLICY_CHARACTERS) return findings;
    const problem =
      `the registry policy has at least ${size} characters, but Amazon ECR allows at most ${POLICY_CHARACTERS}. Grant to an organization instead of to ` +
      'each principal by name.';
    return [...findings, errorFinding('registry-policy', problem)];
  }

  /** Returns an error if the resource was removed from the tree. A later statement creates it again, with all statements. */
  private removedFindings(): Finding[] {
    if (this.resource) return [];
    const count = this.document().statementCount;
    const problem = `the registry policy was removed from the tree, so none of its ${count} statements is deployed. Do not remove it, or do not add statements.`;
    return [errorFinding('registry-policy', problem)];
  }

  /** Returns an error for added statements that are not deployed because the policy on the L1 was changed. Those of grants are checked with the grants. */
  private lostStatements(resource: ecr.CfnRegistryPolicy): Finding[] {
    if (!this.isChanged(resource) || isIntrinsic(renderedResource(resource).Properties.PolicyText)) return [];
    const deployed = statementsOf(resource);
    const added = this.statements.map((statement) => resolvedToRead(statement.toStatementJson(), this.registry) as RenderedStatement);
    const lost = added.filter((statement) => !deployed.some((one) => isIntrinsic(one) || includesStatement(one, statement)));
    if (lost.length === 0) return [];
    const problem =
      `the policy on the L1 replaces ${lost.length} of the ${added.length} statements that were added to the registry policy, which are therefore not deployed. Add ` +
      'the statements of that policy with addToRegistryPolicy instead.';
    return [errorFinding('registry-policy', problem)];
  }
}

/** The statements in the template, after overrides. */
function statementsOf(resource: ecr.CfnRegistryPolicy): RenderedStatement[] {
  const { PolicyText: policy } = renderedResource(resource).Properties;
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return [];
  return [policy.Statement].flat() as RenderedStatement[];
}
