import * as ecr from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';
import { withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown, withPlaceholdersAs } from '../private/unknown-value';

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
const ORGANIZATIONAL_UNIT = /^(o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}(?:\/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})+)(?:\/\*?)?$/;

export function checkAccount(repository: ecr.IRepository, account: string): void {
  if (isNotJudged(account) || /^\d{12}$/.test(account)) return;
  throw new SecureRepositoryError('principal-id', repository, `account is ${quoted(account)}, expected a number of twelve digits`);
}

export function checkOrganization(repository: ecr.IRepository, id: string): void {
  if (isNotJudged(id) || ORGANIZATION.test(id)) return;
  throw new SecureRepositoryError(
    'principal-id',
    repository,
    `organization is ${quoted(id)}, expected "o-" and 10 to 32 lowercase letters or digits, as \`aws organizations describe-organization\` prints it`,
  );
}

/** The pattern of everyone's path in a unit and in those below it. */
export function organizationPath(repository: ecr.IRepository, path: string): string {
  if (isUnknown(path) && isNotJudged(path.replace(/\/\*$/, ''))) return path;
  const unit = ORGANIZATIONAL_UNIT.exec(path)?.[1];
  if (unit !== undefined) return `${unit}/*`;
  throw new SecureRepositoryError(
    'principal-id',
    repository,
    `path is ${quoted(path)}, expected the organization, the root and at least one unit, such as "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111": ` +
      'for the whole organization use grantPullToOrganization',
  );
}

/** Whether a value is not known, wholly or in part. A wildcard beside what is not known would admit others, so that it is judged. */
function isNotJudged(value: string): boolean {
  return isUnknown(value) && !/[*?]/.test(withTokensAs(withPlaceholdersAs(value, ''), ''));
}
