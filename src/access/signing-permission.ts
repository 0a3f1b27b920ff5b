import { Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { PlannedPermission } from './grant-plan';
import { constructOfPrincipal } from '../private/cdk-internals';
import { Finding, warningFinding } from '../private/finding';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { Applies, RegistryFacts, RegistryRecord, SigningFacts, SigningProfileFacts } from '../repository/registry-record';
import { RepositoryIdentity } from '../repository/repository-identity';

/** The action that signs an image. Amazon ECR signs with the permissions of the principal that pushes. */
export const SIGN_ACTION = 'signer:SignPayload';

/** The maximum length of the ARN of a signing profile, whose name has at most 64 characters. */
const LONGEST_PROFILE_ARN = 'arn:aws-us-gov:signer:ap-northeast-1:000000000000:/signing-profiles/'.length + 64;

/** Returns the length of the ARN of a signing profile after deployment: exact where the ARN is known, otherwise an upper bound. */
export function deployedProfileArnLength(arn: string): number {
  return Token.isUnresolved(arn) ? LONGEST_PROFILE_ARN : arn.length;
}

/**
 * Allows a principal that pushes to a repository to sign with the profiles of the signing rules that apply to it, also of registries that are
 * created later. The permission is in the identity policy only: `signer:SignPayload` is no action on a repository.
 * @param allow writes the permission to the identity policy, and is undefined if the app does not write that policy
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export function allowSigning(repository: ecr.IRepository, planned: PlannedPermission, allow: ((arn: string) => void) | undefined): void {
  // a repository that has not been looked up yet is unknown in this synthesis only
  if (RepositoryIdentity.of(repository).isPlaceholder) return;
  RegistryRecord.of(repository).forEach((registry) => {
    for (const rule of registry.signing) {
      const signs = isSigned(repository, registry, rule);
      if (signs === undefined) annotate(repository, undecided(repository, registry, rule));
      if (signs) allowProfile(repository, planned, rule.profile, allow);
    }
  });
}

function isSigned(repository: ecr.IRepository, registry: RegistryFacts, { signs }: SigningFacts): Applies {
  const { account, region, knownName } = RepositoryIdentity.of(repository);
  if (areKnownToDiffer(account, registry.account) || areKnownToDiffer(region, registry.region)) return false;
  const applies = signs(knownName);
  return applies && !isInEnvironmentOf(repository, registry) ? undefined : applies;
}

function isInEnvironmentOf(repository: ecr.IRepository, registry: RegistryFacts): boolean {
  const { account, region } = RepositoryIdentity.of(repository);
  return account === registry.account && region === registry.region;
}

function allowProfile(
  repository: ecr.IRepository,
  planned: PlannedPermission,
  profile: SigningProfileFacts,
  allow: ((arn: string) => void) | undefined,
): void {
  requireReference(repository, planned, profile);
  if (allow) {
    allow(profile.arn);
  } else if (planned.permissionSet) {
    planned.permissionSet.grantee.principal._require(repository, [SIGN_ACTION], profile.arn);
  } else {
    annotate(repository, notWritten(planned, profile));
  }
  const account = accountOf(repository, planned);
  if (account !== undefined && areKnownToDiffer(account, profile.account)) annotate(repository, inOtherAccount(planned, account, profile));
}

/** Throws an error if the policy of the principal cannot contain a reference to a profile whose name is generated. */
function requireReference(
  repository: ecr.IRepository,
  { grantee, principal }: PlannedPermission,
  { reference }: SigningProfileFacts,
): void {
  const construct = reference && constructOfPrincipal(principal);
  if (!construct) return;
  const isInOtherStage = Stage.of(construct) !== Stage.of(reference);
  if (!isInOtherStage && !areKnownToDiffer(Stack.of(construct).account, Stack.of(reference).account)) return;
  throw new SecureRepositoryError(
    'signing-permission',
    repository,
    `${grantee} must be allowed ${SIGN_ACTION} on the signing profile ${reference.node.path}, whose name is generated at deployment, but it is in ` +
      `another ${isInOtherStage ? 'Stage' : 'account'}, where only a known name can be used. Set signingProfileName, and the feature flag ` +
      '@aws-cdk/aws-signer:signingProfileNamePassedToCfn to true.',
  );
}

/** The account of a principal, as far as it is known: of a construct, or in the name of another principal. */
function accountOf(repository: ecr.IRepository, { grantee, principal, permissionSet }: PlannedPermission): string | undefined {
  if (permissionSet) return permissionSet.grantee.principal._accountFor(RepositoryIdentity.of(repository).account);
  return principal.principalAccount ?? /^(?:arn:[\w-]+:iam::|account )(\d{12})/.exec(grantee)?.[1];
}

function undecided(repository: ecr.IRepository, registry: RegistryFacts, { profile }: SigningFacts): Finding {
  const [reason, action] = isInEnvironmentOf(repository, registry)
    ? ['its name is not known before the deployment', 'Set repositoryName to a literal name']
    : ['only one of the two has an env', 'Set env on both stacks'];
  return warningFinding(
    'signing-undecided',
    `it is unknown whether ${registry.construct.node.path} signs the images of this repository, because ${reason}. ${action}, or allow ` +
      `${SIGN_ACTION} on the signing profile ${profile.label} in the identity policies of the principals that push, and acknowledge this warning.`,
  );
}

function notWritten({ grantee }: PlannedPermission, { label }: SigningProfileFacts): Finding {
  return warningFinding(
    'signing-permission',
    `images that ${grantee} pushes are signed with the signing profile ${label}, but this app does not write the identity policy of ${grantee}, and ` +
      `without ${SIGN_ACTION} on the profile the push succeeds and the signature fails. Allow it where that policy is managed, and acknowledge this warning.`,
  );
}

function inOtherAccount(
  { grantee }: PlannedPermission,
  account: string,
  { label, account: owner, reference }: SigningProfileFacts,
): Finding {
  const name = reference ? 'NAME' : label;
  return warningFinding(
    'signing-permission',
    `${grantee} is in account ${account}, but the signing profile ${label} is in ${owner}, and without a permission of the profile the push succeeds and ` +
      `the signature fails. Run \`aws signer add-profile-permission --profile-name ${name} --action ${SIGN_ACTION} --principal ${account} --statement-id ` +
      `Push${account}\` in account ${owner}, and acknowledge this warning.`,
  );
}
