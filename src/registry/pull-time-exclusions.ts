import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { constructOf, resolvedToRead } from '../private/values-of-other-stacks';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-time-update-exclusions.html */
const MOST = 100;
const LONGEST = 200;
/** The ARN of a role or user, without wildcards. The partition and the account may be references. */
const ARN = /^arn:(?:aws(?:-[a-z]+)*|\$\{AWS::Partition\}):iam::(?:\d{12}|\$\{[^}]*\}):(?:role|user)\/[\w+=,.@-]+(?:\/[\w+=,.@-]+)*$/;

/**
 * Creates the exclusions for principals whose pulls do not count as pulls. The logical ID of each depends on its principal and not on its position in the list,
 * because CloudFormation would replace an exclusion whose principal changes, and cannot create a second one for a principal that another one still excludes.
 */
export function pullTimeExclusions(registry: Construct, principals: unknown): ecr.CfnPullTimeUpdateExclusion[] {
  const refuse = (problem: string) => new SecureRepositoryError('pull-time-exclusion', registry, problem);
  if (Token.isUnresolved(principals)) {
    throw refuse('ignorePullsBy is a token, but the number of principals must be known at synthesis. Pass a list of roles and users.');
  }
  if (!Array.isArray(principals)) {
    throw refuse(`ignorePullsBy is ${describeValue(principals)}, but must be a list of roles and users. Pass [role], for example.`);
  }
  const arns = new Map<string, string>();
  principals.forEach((principal: unknown, index) => {
    const arn = arnOf(principal);
    const text = arn === undefined ? undefined : intrinsicText(resolvedToRead(arn, registry));
    if (arn === undefined || text === undefined || !isRoleOrUser(arn, text)) {
      throw refuse(
        `ignorePullsBy[${index}] is ${describePrincipal(principal, text)}, but must be a role or a user. Pass the role with which the image is pulled.`,
      );
    }
    if (text.length > LONGEST && !text.includes('${')) {
      throw refuse(
        `ignorePullsBy[${index}] has an ARN of ${text.length} characters, but Amazon ECR accepts at most ${LONGEST}. Use a role with a shorter path.`,
      );
    }
    arns.set(identityOf(arn, text), arn);
  });
  if (arns.size > MOST) {
    throw refuse(`ignorePullsBy has ${arns.size} principals, but Amazon ECR accepts at most ${MOST}. Remove principals.`);
  }
  return [...arns].map(([identity, principalArn]) => {
    const id = createHash('sha256').update(identity).digest('hex').slice(0, 8);
    return new ecr.CfnPullTimeUpdateExclusion(registry, `IgnorePullsBy${id}`, { principalArn });
  });
}

/** The ARN of a role or user; undefined for another principal. */
function arnOf(grantable: unknown): string | undefined {
  const principal: unknown = (grantable as Partial<iam.IGrantable> | undefined)?.grantPrincipal;
  if (typeof principal !== 'object' || principal === null) return undefined;
  // the class of an organization, an account or a wrapper has an ARN of its own or none
  if (principal instanceof iam.ArnPrincipal) return principal.constructor === iam.ArnPrincipal ? principal.arn : undefined;
  const arns: unknown[] = ['roleArn', 'userArn'].map((member) => Reflect.get(principal, member));
  return arns.find((arn) => typeof arn === 'string') as string | undefined;
}

/** A reference to a role or user, and an ARN that is known only at deployment, are accepted. */
function isRoleOrUser(arn: string, text: string): boolean {
  return ARN.test(text) || isUnknown(text) || (Token.isUnresolved(arn) && /^\$\{[^}]*\}$|role\/|user\//.test(text) && !/[*?]/.test(text));
}

/** A text that is equal for one principal, and does not change while its ARN does not. */
function identityOf(arn: string, text: string): string {
  return text.includes('${') ? (constructOf(arn)?.node.path ?? text) : text;
}

function describePrincipal(principal: unknown, text: string | undefined): string {
  if (text !== undefined) return quoted(text);
  const { grantPrincipal } = (principal ?? {}) as Partial<iam.IGrantable>;
  if (grantPrincipal instanceof iam.PrincipalBase && !Construct.isConstruct(principal)) return String(grantPrincipal);
  return describeValue(principal);
}
