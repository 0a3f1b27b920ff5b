import { restrictsSource } from '../../access/conditions';
import { REPOSITORY_POLICY_PROPERTIES, repositoryPolicyOf } from '../policy-document';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition } from '../rule-definition';

export const SERVICE_SOURCE: RuleDefinition = {
  id: 'service-source',
  title: 'A service principal has a condition on its source',
  severity: 'error',
  risk: 'Without a source condition, the resources of other AWS customers can make the service act on the repository (the confused deputy problem).',
  remedy: 'Add a condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths to the statement.',
  controls: [],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: REPOSITORY_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, statements } = repositoryPolicyOf(repository);
    const services = statements
      .filter(({ Effect: effect, Condition: conditions }) => effect === 'Allow' && !restrictsSource(conditions ?? {}))
      .flatMap(({ Principal: principal }) => servicesIn(principal));
    return [...new Set(services)].map((service) => ({
      property,
      problem: `allows the service ${service} without a condition on its source`,
    }));
  },
};

function servicesIn(principal: unknown): string[] {
  if (typeof principal !== 'object' || principal === null) return [];
  return [Reflect.get(principal, 'Service') ?? []]
    .flat()
    .map((service: unknown) => (typeof service === 'string' ? service : JSON.stringify(service)));
}
