import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';

/**
 * Creates the role that Amazon ECR assumes to create repositories with tags or a KMS key. It has the documented permissions only, and no
 * path, which the pattern of the property does not allow.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function templateRole(
  scope: Construct,
  repositoryArn: string,
  kmsKeyArn: string | undefined,
): { readonly role: iam.Role; readonly policy: IDependable } {
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('ecr.amazonaws.com'),
    description: 'Creates repositories from a template of Amazon ECR',
  });
  const { policyDependable: policy } = role.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
      resources: [repositoryArn],
    }),
  );
  if (kmsKeyArn !== undefined) {
    role.addToPolicy(
      new iam.PolicyStatement({ actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'], resources: [kmsKeyArn] }),
    );
  }
  return { role, policy: policy ?? role };
}
