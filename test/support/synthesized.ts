import { Stack, Stage } from 'aws-cdk-lib';

/** A statement of a policy, as a template has it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}

/** A resource of a template. */
export interface SynthesizedResource {
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
  readonly Properties: {
    readonly PolicyDocument?: { readonly Statement: Statement[] };
    readonly RepositoryPolicyText?: { readonly Statement: Statement[] };
    readonly [property: string]: unknown;
  };
}

/** A template, as far as these tests look into it. */
export interface SynthesizedTemplate {
  readonly Resources?: { readonly [logicalId: string]: SynthesizedResource };
  readonly Outputs?: { readonly [name: string]: unknown };
}

/** The template of a stack as it is now: `Template.fromStack` returns the earlier one when no construct has been added. */
export function templateOf(stack: Stack): SynthesizedTemplate {
  return Stage.of(stack)!.synth({ force: true }).getStackArtifact(stack.artifactId).template;
}

export function resourcesOf(stack: Stack, type: string): SynthesizedResource[] {
  return Object.values(templateOf(stack).Resources ?? {}).filter((resource) => resource.Type === type);
}

/** The statements of all identity policies in a stack, logging in left out unless it is asked for. */
export function identityStatements(stack: Stack, { withLogin = false } = {}): Statement[] {
  const { Resources: resources = {} } = templateOf(stack);
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? [])
    .filter(({ Action }) => withLogin || Action !== 'ecr:GetAuthorizationToken');
}

/** The statements of the repository policies in a stack. */
export function repositoryStatements(stack: Stack): Statement[] {
  return resourcesOf(stack, 'AWS::ECR::Repository').flatMap(({ Properties }) => Properties.RepositoryPolicyText?.Statement ?? []);
}
