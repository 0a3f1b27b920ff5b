import { requiresContextKey } from '../../access/conditions';
import { isEveryone } from '../../access/statement-check';
import { repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';

export const NOT_PUBLIC: RuleDefinition = {
  id: 'not-public',
  title: 'The repository policy does not grant access to everyone',
  severity: 'error',
  risk: 'A statement that allows every principal, without a condition that restricts it, makes the repository public.',
  remedy: 'Name the principals, or add a condition on aws:PrincipalOrgID.',
  controls: ['cdk-nag AwsSolutions-ECR1'],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  judge(repository): readonly Judgement[] {
    const { property, statements, isUnknown } = repositoryPolicyOf(repository);
    if (isUnknown) return unknownUntilDeployment(property);
    const open = statements.filter(
      (statement) => statement.Effect === 'Allow' && isEveryone(statement) && !requiresContextKey(statement.Condition ?? {}),
    );
    return open.length === 0 ? [] : [{ property, problem: 'allows everyone, which makes the repository public' }];
  },
};
