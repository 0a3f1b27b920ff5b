import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { intrinsicText, withoutIntrinsics } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { RepositoryIdentity } from '../repository/repository-identity';

/** An attribute or a parameter of the app, which another account cannot know; not a pseudo parameter, not a variable of IAM. */
const NAMELESS = /\$\{(?!AWS::|\w+:)[^}]*\}/;

/** The error for a permission that only the policy of an imported repository can allow. */
export function importedPolicyError(
  grantee: string,
  statement: iam.PolicyStatement,
  hasOtherSide: boolean,
  repository: ecr.IRepository,
): SecureRepositoryError {
  const byHand = statementByHand(statement, repository);
  const rest = hasOtherSide
    ? 'Once it is there, RepositoryAccess.of(repository, { externalRepositoryPolicy: true }), or that property of a GitHubPublisher, writes the rest'
    : 'It is all that is needed, so leave this grant out then';
  return new SecureRepositoryError(
    'grant-placement',
    repository,
    `${grantee} has to be allowed by the policy of the repository, which is imported, so that the app cannot write it. ` +
      (byHand === undefined
        ? 'The statement to add where it is kept needs names that are not known yet. Give the role or user a roleName or userName, and write ' +
          'the values of conditions out'
        : `Add this statement where it is kept: ${byHand}. ${rest}`),
  );
}

/**
 * A statement as a person adds it to the policy of an imported repository: names instead of references, as far as they are known.
 * @returns undefined when it would have to name what is not known before the deployment
 */
export function statementByHand(statement: iam.PolicyStatement, repository: ecr.IRepository): string | undefined {
  const { partition } = RepositoryIdentity.of(repository);
  const text = (intrinsic: unknown) =>
    intrinsicText(intrinsic).replaceAll('${AWS::Partition}', Token.isUnresolved(partition) ? '${AWS::Partition}' : partition);
  const json = JSON.stringify(withoutIntrinsics(resolvedWhereItIsKept(statement.toStatementJson(), repository), text));
  return NAMELESS.test(json) ? undefined : json;
}

/** With physical names, as the account of the repository has to write them; where there are none, with what else is known. */
function resolvedWhereItIsKept(statement: unknown, repository: ecr.IRepository): unknown {
  const { account } = RepositoryIdentity.of(repository);
  const { region } = Stack.of(repository);
  try {
    if (!Token.isUnresolved(account)) return new Stack(undefined, undefined, { env: { account, region } }).resolve(statement);
  } catch {
    // a resource without a physical name
  }
  return Stack.of(repository).resolve(statement);
}
