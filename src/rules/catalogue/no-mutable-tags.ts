import { guardClauses } from '../guard-clauses';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

const PROPERTY = 'ImageTagMutability';

export const NO_MUTABLE_TAGS: RuleDefinition = {
  id: 'no-mutable-tags',
  title: 'Every tag is immutable',
  severity: 'error',
  risk: 'AWS Security Hub ECR.2 and AWS Control Tower CT.ECR.PR.3 do not accept tags that can be overwritten.',
  remedy:
    'Set imageTagMutability: ecr.TagMutability.IMMUTABLE (ImageTagMutability in the template), and remove mutableTags from a SecureRepository.',
  controls: ['AWS Security Hub ECR.2', 'AWS Control Tower CT.ECR.PR.3'],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: [PROPERTY],
  guard: () => guardClauses(PROPERTY, "== 'IMMUTABLE'"),
  judge({ properties: { [PROPERTY]: mutability } }): readonly Judgement[] {
    if (!isKnown(mutability)) return unknownUntilDeployment(PROPERTY);
    if (mutability === 'IMMUTABLE') return [];
    return [{ property: PROPERTY, problem: `is ${mutability === undefined ? 'not set' : String(mutability)}, so tags can be overwritten` }];
  },
};
