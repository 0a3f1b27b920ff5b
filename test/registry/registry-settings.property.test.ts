import fc from 'fast-check';
import { SecureRepositoryError } from '../../src/private/secure-repository-error';
import { HOME } from '../fixtures/environments';
import { IS_QUICK } from '../fixtures/quick-tests';
import { AnyRegistry, anyRegistry } from '../fixtures/registry/any-registry';
import { registryOf } from '../fixtures/registry/registry-of';
import { Deployment } from '../oracle/cloudformation/deployment';
import { registryFaults, registryResources } from '../oracle/registry/registry-resources';

const RUNS = IS_QUICK ? 60 : 200;

/** The template of a registry as it is deployed, or undefined if the library refuses it. */
function rendered(asked: AnyRegistry): Deployment | undefined {
  try {
    return Deployment.of(registryOf(asked), { environment: HOME });
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Whether an error is one of the library, thrown immediately or when the constructs are validated. */
function isRefusal(error: unknown): boolean {
  if (error instanceof SecureRepositoryError) return true;
  return error instanceof Error && /^Validation failed with the following errors:\n.*\[cdk-secure-repository:/s.test(error.message);
}

/** How many resources of each type the settings are. */
function resourcesOf({ scanning, replication, signing, ignored = [], caches, templates, accepted, organization }: AnyRegistry) {
  return {
    'AWS::ECR::RegistryScanningConfiguration': scanning === undefined ? 0 : 1,
    'AWS::ECR::ReplicationConfiguration': replication === undefined ? 0 : 1,
    'AWS::ECR::SigningConfiguration': signing === undefined ? 0 : 1,
    'AWS::ECR::PullTimeUpdateExclusion': ignored.length,
    'AWS::ECR::PullThroughCacheRule': caches.length,
    'AWS::ECR::RepositoryCreationTemplate': caches.length + templates.length,
    'AWS::ECR::RegistryPolicy': accepted.length === 0 && organization === undefined ? 0 : 1,
  };
}

test('whatever is asked of a registry, either it is an error or CloudFormation and the API of Amazon ECR accept the template', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyRegistry('mistaken'), (asked) => {
      const deployment = rendered(asked);
      if (deployment === undefined) return;
      accepted++;
      expect(registryFaults(deployment)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  // a library that refuses everything would pass
  expect(accepted).toBeGreaterThan(RUNS / 5);
});

test('what CloudFormation and the API of Amazon ECR accept is rendered, each setting as a resource', () => {
  fc.assert(
    fc.property(anyRegistry('accepted'), (asked) => {
      const resources = registryResources(rendered(asked)!);
      const found = Object.keys(resourcesOf(asked)).map((type) => [type, resources.filter((resource) => resource.type === type).length]);
      expect(Object.fromEntries(found)).toEqual(resourcesOf(asked));
    }),
    { numRuns: RUNS / 2 },
  );
});
