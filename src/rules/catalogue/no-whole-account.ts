import { intrinsicText, isIntrinsic } from '../../private/intrinsics';
import { REPOSITORY_POLICY_PROPERTIES, repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';

export const NO_WHOLE_ACCOUNT: RuleDefinition = {
  id: 'no-whole-account',
  title: 'The repository policy does not allow a whole account other than its own',
  severity: 'error',
  risk: 'A statement for the root of an account without a condition allows that account to give access to any of its principals.',
  remedy: 'Grant to roles, or add a condition on aws:PrincipalArn.',
  controls: [],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: REPOSITORY_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, statements } = repositoryPolicyOf(repository);
    const allowed = statements
      .filter(({ Effect: effect, Condition: conditions = {} }) => effect === 'Allow' && Object.keys(conditions).length === 0)
      .flatMap(({ Principal: principal }) => accountsIn(principal))
      .filter((account) => account !== repository.account);
    const accounts = [...new Set(allowed)];
    if (repository.account !== undefined || accounts.length === 0) {
      return accounts.map((account) => ({ property, problem: `allows the whole account ${account} without a condition` }));
    }
    if (accounts.length === 1) return unknownUntilDeployment(property);
    const list = accounts.join(', ');
    return [
      { property, problem: `allows the whole accounts ${list} without a condition, of which at most one is the account of the stack` },
    ];
  },
};

/** An account is its ID or the ARN of its root; the account of the stack itself is not another account. */
function accountsIn(principal: unknown): string[] {
  if (typeof principal !== 'object' || principal === null || isIntrinsic(principal)) return [];
  return [Reflect.get(principal, 'AWS') ?? []]
    .flat()
    .map(intrinsicText)
    .map((text) => /^(?:arn:[^:]+:iam::)?([^:]+?)(?::root)?$/.exec(text.replace('${AWS::Partition}', 'aws')))
    .map((match) => match?.[1])
    .filter((account): account is string => account !== undefined && /^\d{12}$/.test(account));
}
