import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { shortestText, withoutIntrinsics } from '../private/intrinsics';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_QUOTA = 2048;
const HIGHEST_QUOTA = 8192;

/** The value that a claim must have. In a pattern, `*` matches zero or more characters. */
export interface ClaimPattern {
  readonly text: string;
  readonly isPattern: boolean;
}

/** The tokens that can assume a role: those that one of the subjects and all other claims match. */
export interface TrustedTokens {
  /** The URL of the issuer without its scheme, which begins each condition key. */
  readonly issuer: string;
  readonly audience: string;
  readonly subjects: readonly ClaimPattern[];
  /** The other claims, by their names in a token. */
  readonly claims: { readonly [claim: string]: ClaimPattern };
}

/**
 * Returns the principal for trusted tokens. Exact values are compared by `StringEquals` and patterns by `StringLike`; all conditions of a
 * statement must hold, so that subjects of both kinds need one statement each, with the other claims in both. These operators do not match a
 * token without the claim, unlike those with `ForAllValues` or `IfExists`.
 */
export function tokenPrincipal(providerArn: string, { issuer, audience, subjects, claims }: TrustedTokens): iam.PrincipalBase {
  const subjectsThat = (arePatterns: boolean) => [
    ...new Set(subjects.filter(({ isPattern }) => isPattern === arePatterns).map(({ text }) => text)),
  ];
  const claimsThat = (arePatterns: boolean) =>
    Object.fromEntries(
      Object.entries(claims)
        .filter(([, { isPattern }]) => isPattern === arePatterns)
        .map(([claim, { text }]) => [`${issuer}:${claim}`, text]),
    );
  const aud = { [`${issuer}:aud`]: audience };
  const trusted = (equal: iam.Conditions, like: iam.Conditions) =>
    new iam.WebIdentityPrincipal(providerArn, {
      StringEquals: { ...aud, ...equal, ...claimsThat(false) },
      ...(Object.keys(like).length > 0 ? { StringLike: like } : {}),
    });
  const sub = `${issuer}:sub`;
  const exact = subjectsThat(false);
  const patterns = subjectsThat(true);

  const principals = [];
  if (exact.length > 0) principals.push(trusted({ [sub]: exact }, claimsThat(true)));
  if (patterns.length > 0) principals.push(trusted({}, { [sub]: patterns, ...claimsThat(true) }));
  return principals.length === 1 ? principals[0] : new iam.CompositePrincipal(...principals);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
const NOT_IN_POLICY = /[^\t\n\r\u0020-\u00ff]/u;

/** Checks the characters of the values, because IAM would reject the policy when the role is deployed. */
export function checkCharacters(scope: Construct, { audience, subjects, claims }: TrustedTokens): void {
  for (const text of [audience, ...[...subjects, ...Object.values(claims)].map((pattern) => pattern.text)]) {
    const [character] = NOT_IN_POLICY.exec(text) ?? [];
    if (character === undefined) continue;
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    throw new SecureRepositoryError(
      'trust-policy-characters',
      scope,
      `the trust policy has ${quoted(text)}, which contains the character U+${code}, but must contain only characters from U+0020 to U+00FF, as IAM ` +
        'accepts. Rename it in the CI system, or use a subject with * in place of the character.',
    );
  }
}

/** Warns when the trust policy of a role is longer than IAM accepts with the default quota. */
export function warnOfLongTrustPolicy(scope: Construct, principal: iam.PrincipalBase): void {
  const document = new iam.PolicyDocument();
  principal.addToAssumeRolePolicy(document);
  const size = JSON.stringify(withoutIntrinsics(Stack.of(scope).resolve(document), shortestText)).length;
  if (size <= DEFAULT_QUOTA) return;
  const accepted =
    size > HIGHEST_QUOTA
      ? `at most ${HIGHEST_QUOTA}, also with a raised quota`
      : `${DEFAULT_QUOTA} unless the quota of the account was raised`;
  annotate(
    scope,
    warningFinding(
      'long-trust-policy',
      `the trust policy has at least ${size} characters, but IAM accepts ${accepted}. ` +
        'Divide the subjects among several publishers, or combine several subjects into one with *.',
    ),
  );
}
