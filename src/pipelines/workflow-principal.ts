import * as iam from 'aws-cdk-lib/aws-iam';
import { GitHubSubject } from './github-subject';

/**
 * The workflow runs that one of the subjects names. Exact subjects are compared as they are and patterns by wildcard; conditions of
 * one statement must all hold, so both kinds together take a statement each.
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
