import { Conditions, requiresContextKey } from '../../access/conditions';
import { isEveryone } from '../../access/statement-check';
import { REPOSITORY_POLICY_PROPERTIES, repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';

export const NOT_PUBLIC: RuleDefinition = {
  id: 'not-public',
  title: 'The repository policy does not grant access to everyone',
  severity: 'error',
  risk: 'A statement that allows every principal, without a condition that restricts it, makes the repository public.',
  remedy: 'Name the principals, or add a condition on aws:PrincipalOrgID.',
  controls: ['cdk-nag AwsSolutions-ECR1'],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: REPOSITORY_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, statements, isUnknown } = repositoryPolicyOf(repository);
    const open = statements.filter(
      (statement) => statement.Effect === 'Allow' && isEveryone(statement) && !restrictsCallers(statement.Condition ?? {}),
    );
    if (open.length > 0) return [{ property, problem: 'allows everyone, which makes the repository public' }];
    return isUnknown ? unknownUntilDeployment(property) : [];
  },
};

/** Keys that callers of every account have, whatever the value requires of them. */
const KEYS_OF_EVERYONE =
  /^aws:(securetransport|currenttime|epochtime|tokenissuetime|requestedregion|useragent|referer|principaltype|multifactorauth\w+)$/i;

/** Whether at least one condition excludes callers: not a key that everyone can present, and not a value that everyone has. */
function restrictsCallers(conditions: Conditions): boolean {
  const restricting = Object.entries(conditions)
    .filter(([operator]) => !/^Null$/i.test(operator))
    .map(([operator, condition]) => {
      const keys = Object.entries(condition).filter(([key, value]) => !KEYS_OF_EVERYONE.test(key) && ![value].flat().some(isAnyValue));
      return [operator, Object.fromEntries(keys)] as const;
    });
  return requiresContextKey(Object.fromEntries(restricting));
}

function isAnyValue(value: unknown): boolean {
  return typeof value === 'string' && /^(\*+|0\.0\.0\.0\/0|::\/0|o-\*|arn:[^:]*:(iam|sts|\*):[^:]*:\*(:.*)?)$/.test(value);
}
