import { RenderedStatement } from '../../access/statement-check';
import { quotedAndTruncated } from '../../private/format-value';
import { REPOSITORY_POLICY_PROPERTIES, repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition } from '../rule-definition';
import { isKnown } from '../template-values';

export const REPOSITORY_POLICY: RuleDefinition = {
  id: 'repository-policy',
  title: 'The repository policy is a policy document',
  severity: 'error',
  risk: 'Amazon ECR rejects a policy that does not follow the grammar of IAM policies, and the other rules cannot check it.',
  remedy:
    'Write the policy with addToResourcePolicy, or correct it in the template. A policy has a Statement, and each statement has an Effect, a Principal and an Action, in this capitalization.',
  controls: [],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: REPOSITORY_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, statements, fault } = repositoryPolicyOf(repository);
    const problems = fault === undefined ? statements.flatMap(problemsOf) : [fault];
    return [...new Set(problems)].map((problem) => ({ property, problem }));
  },
};

function problemsOf(statement: RenderedStatement): string[] {
  const { Effect: effect } = statement as Partial<RenderedStatement>;
  const problems: string[] = [];
  if (effect === undefined) {
    problems.push('has a statement without an Effect');
  } else if (isKnown(effect) && effect !== 'Allow' && effect !== 'Deny') {
    problems.push(`has a statement with the Effect ${quotedAndTruncated(effect)}, which is neither Allow nor Deny`);
  }
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) problems.push('has a statement without a Principal');
  if (statement.Action === undefined && statement.NotAction === undefined) problems.push('has a statement without an Action');
  return problems;
}
