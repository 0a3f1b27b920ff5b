import { guardClauses, guardPattern } from '../guard-clauses';
import { Judgement, REPOSITORIES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

const PROPERTY = 'RepositoryName';

/** @param pattern a regular expression, as JavaScript reads it: without `^` and `$`, a part of the name is enough */
export function nameMatches(pattern: RegExp): RuleDefinition {
  return {
    id: 'name-matches',
    title: 'The name of the repository matches a pattern',
    severity: 'error',
    risk: 'Permissions, scanning filters and replication filters that rely on names do not apply to a repository with another name.',
    remedy: `Set a repositoryName (RepositoryName in the template) that matches ${pattern.source}.`,
    controls: [],
    appliesTo: REPOSITORIES,
    reads: [PROPERTY],
    guard: () => guardClauses(PROPERTY, `== ${guardPattern(pattern)}`),
    judge({ properties: { [PROPERTY]: name } }): readonly Judgement[] {
      if (!isKnown(name)) return unknownUntilDeployment(PROPERTY);
      if (name === undefined) return [{ property: PROPERTY, problem: 'is not set, so CloudFormation generates a name' }];
      return pattern.test(String(name))
        ? []
        : [{ property: PROPERTY, problem: `is "${String(name)}", which does not match ${pattern.source}` }];
    },
  };
}
