import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GitHubSubject } from './github-subject';
import { warningFinding } from '../private/finding';
import { shortestText, withoutIntrinsics } from '../private/intrinsics';
import { annotate } from '../private/report-findings';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_QUOTA = 2048;

/**
 * Returns the principal for the workflow runs that one of the subjects matches. Exact subjects are compared by `StringEquals` and
 * patterns by `StringLike`; all conditions of a statement must hold, so that both kinds together need one statement each.
 */
export function workflowPrincipal(
  providerArn: string,
  issuer: string,
  audience: string,
  subjects: readonly GitHubSubject[],
): iam.PrincipalBase {
  const claims = (patterns: boolean) => [...new Set(subjects.filter(({ _isPattern: is }) => is === patterns).map(({ _claim }) => _claim))];
  const trusted = (conditions: iam.Conditions) => new iam.WebIdentityPrincipal(providerArn, conditions);
  const aud = { [`${issuer}:aud`]: audience };
  const exact = claims(false);
  const patterns = claims(true);

  const principals = [];
  if (exact.length > 0) principals.push(trusted({ StringEquals: { ...aud, [`${issuer}:sub`]: exact } }));
  if (patterns.length > 0) principals.push(trusted({ StringEquals: aud, StringLike: { [`${issuer}:sub`]: patterns } }));
  return principals.length === 1 ? principals[0] : new iam.CompositePrincipal(...principals);
}

/** Warns when the trust policy of a role is longer than IAM accepts with the default quota. */
export function warnOfLongTrustPolicy(scope: Construct, principal: iam.PrincipalBase): void {
  const document = new iam.PolicyDocument();
  principal.addToAssumeRolePolicy(document);
  const size = JSON.stringify(withoutIntrinsics(Stack.of(scope).resolve(document), shortestText)).length;
  if (size <= DEFAULT_QUOTA) return;
  annotate(
    scope,
    warningFinding(
      'long-trust-policy',
      `the trust policy has at least ${size} characters, but IAM accepts ${DEFAULT_QUOTA} unless the quota of the account was raised. ` +
        'Divide the subjects among several publishers, or combine several subjects into one with *.',
    ),
  );
}
