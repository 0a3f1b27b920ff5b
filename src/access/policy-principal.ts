import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions, keyIn, mergedConditions } from './conditions';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { valueIdentity } from '../private/values-of-other-stacks';

/** Whom a statement of a repository policy allows, as it is written. */
export interface PolicyPrincipal {
  /** The type of the principal, such as `AWS` or `Service`. */
  readonly type: string;
  readonly value: unknown;
  readonly conditions: Conditions;
  /** The ARNs of the roles or users that are meant, where the principal is an account's root or everyone. */
  readonly principalArns?: readonly unknown[];
  /** Whether they have wildcards. */
  readonly patterns?: boolean;
  /** Their account, where the principal is everyone. */
  readonly principalAccount?: string;
}

const ARN_KEY = 'aws:PrincipalArn';
const ACCOUNT_KEY = 'aws:PrincipalAccount';

/** The statement that allows actions to one principal, as a grant returns it and as a person would write it. */
export function statementFor(actions: readonly string[], principal: PolicyPrincipal, repository: ecr.IRepository): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [...actions],
    principals: [barePrincipal(principal, repository)],
    conditions: conditionsOf(principal, repository),
  });
}

/** The principal alone, so that a statement accepts several whose conditions it has already. */
export function barePrincipal({ type, value }: PolicyPrincipal, repository: ecr.IRepository): BarePrincipal {
  return new BarePrincipal(type, value, valueIdentity([type, value], repository));
}

/** The conditions of a statement for the principal: its own, and those that say which roles or users are meant. */
export function conditionsOf(principal: PolicyPrincipal, repository: ecr.IRepository): Conditions {
  const { conditions, principalArns, principalAccount } = principal;
  if (principalArns === undefined) return conditions;
  const operator = arnOperator(principal, repository);
  const byArn = { ...conditions, [operator]: { ...conditions[operator], [ARN_KEY]: [...principalArns] } };
  if (principalAccount === undefined) return byArn;
  return mergedConditions(repository, byArn, { StringEquals: { [ACCOUNT_KEY]: principalAccount } });
}

/** The operator under which the ARNs are: both mean the same to IAM, and the user's own conditions may have one of them. */
function arnOperator({ conditions, patterns }: PolicyPrincipal, repository: ecr.IRepository): string {
  const operators = patterns ? ['ArnLike', 'ArnEquals'] : ['ArnEquals', 'ArnLike'];
  const operator = operators.find((candidate) => keyIn(conditions[candidate] ?? {}, ARN_KEY) === undefined);
  if (operator !== undefined) return operator;
  throw new SecureRepositoryError(
    'grant-condition',
    repository,
    `the conditions use ${ARN_KEY} under ${[...operators].sort().join(' and ')}, expected one of the two at most: leave the other to the grant`,
  );
}

/** A principal that is just its JSON, so that a statement accepts several whose conditions it has already. */
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

  /** Two that are deployed as the same are one principal. */
  public dedupeString(): string {
    return this.identity;
  }
}
