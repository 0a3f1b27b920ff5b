import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The service that assumes the role of a template. */
export const TEMPLATE_SERVICE = 'ecr.amazonaws.com';

/** What the role of a template depends on, which is known only after all Aspects. */
export interface TemplateRoleProps {
  readonly repositoryArn: string;
  /** Returns the key in the template; undefined without one. */
  readonly kmsKey: () => unknown;
  readonly isNeeded: () => boolean;
}

/**
 * The role that Amazon ECR assumes to create repositories with tags or with KMS. It has the documented permissions only, and no path, which the
 * pattern of the property does not allow. It is in the template only if it is needed: `Tags.of` and Aspects can add or remove tags until synthesis, and an
 * Aspect that creates a role would come before the Aspects that follow it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
 */
export class TemplateRole extends iam.CfnRole {
  private readonly isNeeded: () => boolean;

  constructor(scope: Construct, id: string, { repositoryArn, kmsKey, isNeeded }: TemplateRoleProps) {
    super(scope, id, {
      description: 'Creates repositories from a template of Amazon ECR',
      assumeRolePolicyDocument: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal(TEMPLATE_SERVICE)] })],
      }),
      policies: [
        {
          policyName: 'CreateRepositories',
          policyDocument: Lazy.uncachedAny({
            produce: () => new iam.PolicyDocument({ statements: templateStatements(repositoryArn, kmsKey()) }),
          }),
        },
      ],
    });
    this.isNeeded = isNeeded;
  }

  protected shouldSynthesize(): boolean {
    return this.isNeeded();
  }
}

/** Returns the documented permissions of the role. */
export function templateStatements(repositoryArn: string, kmsKey: unknown): iam.PolicyStatement[] {
  const create = new iam.PolicyStatement({
    actions: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
    resources: [repositoryArn],
  });
  if (kmsKey === undefined) return [create];
  const key = new iam.PolicyStatement({
    actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
    resources: [kmsKey as string],
  });
  return [create, key];
}
