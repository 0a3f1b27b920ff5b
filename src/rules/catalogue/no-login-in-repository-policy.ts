import { REPOSITORY_POLICY_PROPERTIES, repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition } from '../rule-definition';

export const NO_LOGIN_IN_REPOSITORY_POLICY: RuleDefinition = {
  id: 'no-login-in-repository-policy',
  title: 'The repository policy does not contain ecr:GetAuthorizationToken',
  severity: 'error',
  risk: 'Only an identity policy can allow the login, so the statement has no effect and the principal still cannot log in.',
  remedy: 'Remove ecr:GetAuthorizationToken from the repository policy, and allow it on * in the policy of the principal.',
  controls: [],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: REPOSITORY_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, statements } = repositoryPolicyOf(repository);
    const actions = statements.filter(({ Effect: effect }) => effect === 'Allow').flatMap(({ Action: action }) => [action ?? []].flat());
    const hasLogin = actions.some((action) => String(action).toLowerCase() === 'ecr:getauthorizationtoken');
    return hasLogin ? [{ property, problem: 'allows ecr:GetAuthorizationToken, which has no effect in a repository policy' }] : [];
  },
};
