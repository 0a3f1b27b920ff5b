import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { shortestText, withoutIntrinsics } from '../private/intrinsics';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_QUOTA = 2048;

/** Warns when the trust policy of a role is longer than IAM takes unless the account has asked for more. */
export function warnOfLongTrust(scope: Construct, principal: iam.PrincipalBase): void {
  const document = new iam.PolicyDocument();
  principal.addToAssumeRolePolicy(document);
  const size = JSON.stringify(withoutIntrinsics(Stack.of(scope).resolve(document), shortestText)).length;
  if (size <= DEFAULT_QUOTA) return;
  Annotations.of(scope).addWarningV2(
    'cdk-secure-repository:long-trust-policy',
    `the trust policy has at least ${size} characters, and IAM takes ${DEFAULT_QUOTA} unless the quota of the account was raised: ` +
      'give several publishers a part of the subjects each, or write several as one with a *',
  );
}
