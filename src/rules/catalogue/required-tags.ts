import { isIntrinsic, memberOf } from '../../private/intrinsics';
import { guardText, isGuardIntrinsic } from '../guard-clauses';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

/** @param keys the keys that the tags of the resource must contain, with any value */
export function requiredTags(keys: readonly string[]): RuleDefinition {
  return {
    id: 'required-tags',
    title: 'The repository has the required tags',
    severity: 'error',
    risk: 'Repositories without these tags are missing from cost reports, and policies that use tags do not apply to them.',
    remedy: `Add ${keys.join(', ')} with Tags.of(repository).add(key, value), or to Tags (ResourceTags of a creation template) in the template.`,
    controls: ['AWS Config ecr-repository-tagged'],
    appliesTo: REPOSITORIES_AND_TEMPLATES,
    reads: ['Tags', 'ResourceTags'],
    guard: (type) =>
      keys.flatMap((key) => [
        `some Properties.${propertyOf(type)}[*].Key == ${guardText(key)}`,
        `  or some ${isGuardIntrinsic(`${propertyOf(type)}[*].Key`)}`,
        `  or ${isGuardIntrinsic(propertyOf(type))}`,
      ]),
    judge({ type, properties }): readonly Judgement[] {
      const property = propertyOf(type);
      const tags = properties[property];
      const present = Array.isArray(tags) ? tags.map((tag) => memberOf(tag, 'Key')) : [];
      const missing = keys.filter((key) => !present.includes(key));
      if (missing.length === 0) return [];
      if (isIntrinsic(tags) || !present.every(isKnown)) return unknownUntilDeployment(property);
      return [{ property, problem: `does not contain ${missing.join(', ')}` }];
    },
  };
}

function propertyOf(type: string): string {
  return type === 'AWS::ECR::Repository' ? 'Tags' : 'ResourceTags';
}
