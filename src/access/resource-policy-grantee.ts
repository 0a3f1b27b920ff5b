import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Conditions, hasPolicyVariable, keyIn, mergedConditions, restrictsSource } from './conditions';
import { checkAccount, ResourcePolicyGrantee } from './grantee';
import { everyoneFindings } from './statement-check';
import { overriddenProperty } from '../private/cdk-internals';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { arnText, intrinsicText } from '../private/intrinsics';
import { checkAtSynthesis, throwErrors } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { resolvedToRead, valueIdentity } from '../private/values-of-other-stacks';
import { RepositoryIdentity } from '../repository/repository-identity';

const NOT_ACCEPTED: { readonly [type: string]: string } = {
  Federated: 'a federated identity, which a repository policy cannot name. Grant to the role that it assumes.',
  CanonicalUser: 'a canonical user, which a repository policy cannot name. Grant to a role or an account.',
};

const ECS = 'but ECS pulls with the execution role of the task. Grant to taskDefinition.obtainExecutionRole().';
const PULLS_WITH_A_ROLE: { readonly [service: string]: string } = {
  'ecs-tasks.amazonaws.com': ECS,
  'ecs.amazonaws.com': ECS,
  'ec2.amazonaws.com': 'but an instance pulls with its instance role. Grant to the role of the instance or of its launch template.',
  'eks.amazonaws.com': 'but a cluster pulls with the role of its nodes or the execution role of its Fargate profile. Grant to that role.',
  'batch.amazonaws.com': 'but Batch pulls with the execution role of the job definition. Grant to that role.',
  'build.apprunner.amazonaws.com': 'but App Runner pulls with its access role. Grant to that role.',
};
const NO_SOURCE =
  'but without a source condition the service could act on behalf of any account. Grant to the role that the service uses, or to ' +
  'principal.withConditions({ StringEquals: { "aws:SourceAccount": account } }).';

/** The principals that ECR accepts. A value that is unknown before the deployment is not checked. */
const PRINCIPAL_ARN = /^\d{12}$|\$\{|^arn:[\w-]+:iam::\d{12}:(root$|role\/.|user\/.)/;

/**
 * Returns the warnings about a principal in the repository policy.
 * @throws for principals that a repository policy cannot name, or that would make the repository public
 */
export function validateResourcePolicyPrincipal(grantee: ResourcePolicyGrantee, repository: ecr.IRepository): readonly Finding[] {
  const { type, resolved, name } = grantee;
  const problem = NOT_ACCEPTED[type];
  if (problem !== undefined) throw notAPrincipal(`${name}, ${problem}`, repository);
  const conditions = resolvedToRead(grantee.conditions, repository) as Conditions;
  if (type === 'Service') {
    validateService(resolved, conditions, repository);
  } else if (resolved === '*') {
    const findings = everyoneFindings(conditions);
    throwErrors(repository, findings);
    return findings;
  } else {
    if (hasPolicyVariable(resolved)) {
      throw notAPrincipal(
        `${quoted(arnText(resolved))}, but IAM accepts no variable in a principal. Name the principal, or use a condition.`,
        repository,
      );
    }
    validateArn(arnText(resolved), repository);
  }
  const own = intrinsicText(Stack.of(repository).resolve(RepositoryIdentity.of(repository).account));
  if (name !== `account ${own}`) return [];
  return [
    warningFinding(
      'own-account',
      `${name} is the account of the repository, and a statement that names it does not allow its roles and users, which still need the permission in ` +
        'their own policies. Grant to those roles and users.',
    ),
  ];
}

function notAPrincipal(problem: string, repository: ecr.IRepository): SecureRepositoryError {
  return new SecureRepositoryError('grant-principal', repository, `grantee is ${problem}`);
}

function validateService(service: unknown, conditions: Conditions, repository: ecr.IRepository): void {
  if (restrictsSource(conditions)) return;
  const problem = PULLS_WITH_A_ROLE[String(service)] ?? NO_SOURCE;
  throw new SecureRepositoryError('grant-service', repository, `grantee is the service ${quoted(service)}, ${problem}`);
}

function validateArn(arn: string, repository: ecr.IRepository): void {
  const isOfAnyAccount = /^arn:[^:]+:iam::[^:]*[*?]/.test(arn);
  if (isUnknown(arn) && !isOfAnyAccount) return;
  if (/^arn:[^:]+:sts:/.test(arn)) {
    throw notAPrincipal(`the session ${quoted(arn)}, but a session is temporary. Grant to its role.`, repository);
  }
  const account = /^arn:[^:]+:iam::([^:]*):root$/.exec(arn)?.[1] ?? (/^\d+$/.test(arn) ? arn : undefined);
  if (account !== undefined && !account.includes('${')) checkAccount(repository, account);
  if (/^arn:[^:]+:iam::\d*:group\//.test(arn)) {
    throw notAPrincipal(
      `the group ${quoted(arn)}, but a repository policy cannot name a group. Grant to a role, or to an iam.Group of the app.`,
      repository,
    );
  }
  if (isOfAnyAccount || !PRINCIPAL_ARN.test(arn)) {
    throw notAPrincipal(
      `${quoted(arn)}, but must be the ARN of a role, a user or an account, such as "arn:aws:iam::111122223333:role/name", without a ` +
        'wildcard in the account. Pass such an ARN, or use a condition.',
      repository,
    );
  }
}

/** The principal of a repository policy statement, as written. */
export interface PolicyPrincipal {
  /** The type of the principal, such as `AWS` or `Service`. */
  readonly type: string;
  readonly value: unknown;
  readonly conditions: Conditions;
  /** The ARNs of the allowed roles or users, where the principal is the root of an account or everyone. */
  readonly principalArns?: readonly unknown[];
  /** Whether the ARNs have wildcards. */
  readonly patterns?: boolean;
  /** The account of the roles or users, where the principal is everyone. */
  readonly principalAccount?: string;
}

const ARN_KEY = 'aws:PrincipalArn';
const ACCOUNT_KEY = 'aws:PrincipalAccount';

/** Returns the statement that allows actions to one principal. */
export function statementFor(actions: readonly string[], principal: PolicyPrincipal, repository: ecr.IRepository): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [...actions],
    principals: [barePrincipal(principal, repository)],
    conditions: conditionsOf(principal, repository),
  });
}

/** Returns the principal without its conditions, so that a statement that already has the conditions accepts several principals. */
export function barePrincipal({ type, value }: PolicyPrincipal, repository: ecr.IRepository): BarePrincipal {
  return new BarePrincipal(type, value, valueIdentity([type, value], repository));
}

/** Returns the conditions of a statement for the principal: its own, and those that match the allowed roles or users. */
export function conditionsOf(principal: PolicyPrincipal, repository: ecr.IRepository): Conditions {
  const { conditions, principalArns, principalAccount } = principal;
  if (principalArns === undefined) return conditions;
  const operator = arnOperator(principal, repository);
  const byArn = { ...conditions, [operator]: { ...conditions[operator], [ARN_KEY]: [...principalArns] } };
  if (principalAccount === undefined) return byArn;
  return mergedConditions(repository, byArn, { StringEquals: { [ACCOUNT_KEY]: principalAccount } });
}

/** The operator for the ARNs. IAM treats both operators alike, and the conditions of the user may already contain one of them. */
function arnOperator({ conditions, patterns }: PolicyPrincipal, repository: ecr.IRepository): string {
  const operators = patterns ? ['ArnLike', 'ArnEquals'] : ['ArnEquals', 'ArnLike'];
  const operator = operators.find((candidate) => keyIn(conditions[candidate] ?? {}, ARN_KEY) === undefined);
  if (operator !== undefined) return operator;
  throw new SecureRepositoryError(
    'grant-condition',
    repository,
    `the conditions contain ${ARN_KEY} under ${[...operators].sort().join(' and ')}, but the grant needs one of the two operators for its ` +
      'own ARNs. Use only one of them in the conditions.',
  );
}

/** A principal that consists of its JSON alone. */
class BarePrincipal extends iam.PrincipalBase {
  public readonly policyFragment: iam.PrincipalPolicyFragment;

  constructor(
    type: string,
    value: unknown,
    private readonly identity: string,
  ) {
    super();
    this.policyFragment = new iam.PrincipalPolicyFragment({ [type]: [value as string] });
  }

  /** Returns the same text for two values that are deployed as one principal. */
  public dedupeString(): string {
    return this.identity;
  }
}

/** The repositories whose policies contain the ARN of a role or user. */
const CHECKED = new WeakMap<iam.IPrincipal, WeakSet<ecr.IRepository>>();

/**
 * Checks at synthesis that a role or user is deployed with the path and name that the policy of a repository of another account contains.
 * `aws-cdk-lib` builds that ARN from the properties of the construct and does not reflect changes of the L1.
 */
export function checkDeployedArn(principal: iam.IPrincipal, arn: unknown, repository: ecr.IRepository): void {
  const [, written] = /:(?:role|user)(\/.+)$/.exec(intrinsicText(resolvedToRead(arn, repository))) ?? [];
  const repositories = CHECKED.get(principal) ?? new WeakSet();
  if (written === undefined || written.includes('${') || repositories.has(repository) || !Construct.isConstruct(principal)) return;
  CHECKED.set(principal, repositories.add(repository));
  checkAtSynthesis(repository, () => {
    const deployed = deployedName(principal);
    if (deployed === undefined || deployed === written) return [];
    return [
      errorFinding(
        'principal-name',
        `${principal.node.path} is deployed as ${quoted(deployed)}, but the repository policy names it as ${quoted(written)}. Set the name ` +
          'and the path on the construct, not on its L1.',
      ),
    ];
  });
}

/** The path and name that the template would contain now, where both are known. */
function deployedName(principal: Construct): string | undefined {
  const resource = principal.node.defaultChild;
  const isRole = resource instanceof iam.CfnRole;
  if (!isRole && !(resource instanceof iam.CfnUser)) return undefined;
  const [property, name] = isRole ? ['RoleName', resource.roleName] : ['UserName', resource.userName];
  const rendered = (key: string, value: unknown) => overriddenProperty(resource, key, Stack.of(resource).resolve(value));
  const parts = [rendered('Path', resource.path) ?? '/', rendered(property, name) ?? ''];
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}
