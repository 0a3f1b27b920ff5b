import { memberOf } from '../../private/intrinsics';
import { guardClauses } from '../guard-clauses';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

const MUTABILITY = 'ImageTagMutability';
const FILTERS = 'ImageTagMutabilityExclusionFilters';
const EVENTS = 'AppliedFor';
const CACHE = 'PULL_THROUGH_CACHE';

export const IMMUTABLE_TAGS: RuleDefinition = {
  id: 'immutable-tags',
  title: 'Tags are immutable, or only listed tags can be overwritten',
  severity: 'error',
  risk: 'A tag that can be overwritten makes scans, approvals and rollbacks of that tag unreliable.',
  remedy:
    'Set imageTagMutability: ecr.TagMutability.IMMUTABLE (ImageTagMutability in the template), or IMMUTABLE_WITH_EXCLUSION with filters for the tags that must be overwritten. ' +
    'A template for pull-through caches only is not checked for MUTABLE, because AWS recommends it there.',
  controls: [
    'AWS Security Hub ECR.2 (only IMMUTABLE)',
    'AWS Control Tower CT.ECR.PR.3 (only IMMUTABLE)',
    'NIST SP 800-53 Rev. 5 CA-9(1), CM-2 and CM-8(1)',
    'PCI DSS 3.2.1 2.2 and 2.4',
  ],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: [MUTABILITY, FILTERS, EVENTS],
  guard: (type) => [
    ...guardClauses(MUTABILITY, "IN ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION']"),
    ...(type === 'AWS::ECR::RepositoryCreationTemplate' ? [`  or Properties.${EVENTS}[*] == '${CACHE}'`] : []),
    `when Properties.${MUTABILITY} == 'IMMUTABLE_WITH_EXCLUSION' {`,
    `  Properties.${FILTERS} !empty`,
    `  Properties.${FILTERS}[*] {`,
    '    ImageTagMutabilityExclusionFilterValue != /^\\*+$/',
    '      or ImageTagMutabilityExclusionFilterValue !exists',
    '      or ImageTagMutabilityExclusionFilterValue is_struct',
    '  }',
    '}',
  ],
  judge({ properties }): readonly Judgement[] {
    const mutability = properties[MUTABILITY];
    if (!isKnown(mutability)) return unknownUntilDeployment(MUTABILITY);
    if (mutability !== 'IMMUTABLE_WITH_EXCLUSION' && isForCachesOnly(properties[EVENTS])) return [];
    if (mutability === undefined) return [{ property: MUTABILITY, problem: 'is not set, so tags can be overwritten' }];
    if (mutability === 'IMMUTABLE') return [];
    if (mutability !== 'IMMUTABLE_WITH_EXCLUSION') {
      return [{ property: MUTABILITY, problem: `is ${String(mutability)}, so tags can be overwritten` }];
    }
    const filters = properties[FILTERS];
    const patterns = [filters ?? []].flat().map((filter) => memberOf(filter, 'ImageTagMutabilityExclusionFilterValue'));
    if (patterns.length === 0) {
      return [{ property: FILTERS, problem: 'is empty, but IMMUTABLE_WITH_EXCLUSION requires at least one filter' }];
    }
    const everyTag = patterns.find((pattern) => typeof pattern === 'string' && /^\*+$/.test(pattern));
    if (everyTag !== undefined) return [{ property: FILTERS, problem: `contains "${String(everyTag)}", so every tag can be overwritten` }];
    return isKnown(filters) ? [] : unknownUntilDeployment(FILTERS);
  },
};

/** Whether a template is for caches only, for which AWS recommends MUTABLE: an immutable tag cannot follow the tag of the upstream. */
function isForCachesOnly(events: unknown): boolean {
  return Array.isArray(events) && events.length > 0 && events.every((event) => event === CACHE);
}
