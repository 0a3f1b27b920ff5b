import * as fc from 'fast-check';
import { ALLOWED_IN_REGISTRY } from './expected-grants';
import { expectedInRegistry } from './expected-registry-matrix';
import { RepositoryCreation } from '../../src/registry/repository-creation';
import { RepositoryPrefix } from '../../src/registry/repository-prefix';
import { SecureRegistry } from '../../src/registry/secure-registry';
import { Upstream } from '../../src/registry/upstream';
import { REACHES_IN_COMPANY, union } from '../access/expected-company';
import { ORGANIZATION } from '../fixtures/access/accounts';
import { ACTIONS } from '../fixtures/access/cast';
import { COLLEAGUES, company, PrincipalInCompany } from '../fixtures/access/company';
import { callersAround } from '../fixtures/registry/callers';
import { BELOW, PREFIX, resourcesAroundPrefix } from '../fixtures/registry/prefixes';
import { filled } from '../fixtures/registry/registry-world';
import { Matrix, matrixOf, Questions } from '../oracle/iam/matrix';

const REGISTRY = 'arn:aws:ecr:eu-west-1:111111111111';
const questions: Questions = {
  probes: [...COLLEAGUES, ...callersAround(REGISTRY, 'arn:aws:iam::111111111111:role/nobody')],
  resources: resourcesAroundPrefix(REGISTRY),
  actions: ACTIONS,
};

/** The grants of one registry: a cache below one prefix and a template below another. */
const PLACES = {
  cache: { grant: 'cache.grantPull', on: Object.keys(BELOW) },
  template: { grant: 'template.grantPush', on: ['below another prefix'] },
} as const;

interface GrantInRegistry {
  readonly place: keyof typeof PLACES;
  readonly principal: PrincipalInCompany;
}

const principals = Object.keys(REACHES_IN_COMPANY) as PrincipalInCompany[];
const anyGrants = fc.array(
  fc.record<GrantInRegistry>({ place: fc.constantFrom('cache', 'template'), principal: fc.constantFrom(...principals) }),
  { minLength: 1, maxLength: 14 },
);

function built(grants: readonly GrantInRegistry[], minimized: boolean, more: (registry: SecureRegistry) => void = () => undefined) {
  const { scene, principals: grantees } = company(minimized ? { '@aws-cdk/aws-iam:minimizePolicies': true } : {});
  const registry = new SecureRegistry(scene.home, 'Registry');
  const cache = registry.addPullThroughCache('Cache', { upstream: Upstream.ecrPublic(), prefix: PREFIX });
  const { access } = registry.addRepositoryTemplate('Template', {
    prefix: RepositoryPrefix.of('quay'),
    createdBy: [RepositoryCreation.PULL_THROUGH_CACHE],
  });
  for (const { place, principal } of grants) {
    if (place === 'cache') cache.grantPull(grantees[principal]);
    else access.grantPush(grantees[principal]);
  }
  more(registry);
  return filled(scene.deploy().world, REGISTRY);
}

const matrices = new Map<string, Matrix>();

/** Returns the expected decisions for one grant, computed once. */
function expectedOfOne({ place, principal }: GrantInRegistry): Matrix {
  const { grant, on } = PLACES[place];
  const key = `${place} ${principal}`;
  const expected = { allowed: ALLOWED_IN_REGISTRY[grant], reaches: REACHES_IN_COMPANY[principal], on, filled: true };
  const matrix = matrices.get(key) ?? expectedInRegistry(expected, questions);
  matrices.set(key, matrix);
  return matrix;
}

test('any grants in any order allow the union of what each allows, and nothing else', () => {
  fc.assert(
    fc.property(anyGrants, fc.boolean(), (grants, minimized) => {
      expect(matrixOf(built(grants, minimized), questions)).toEqual(union(grants.map(expectedOfOne)));
    }),
    { numRuns: 25 },
  );
});

test('with a guard rail, grants allow members of the organization the same as before, and others nothing', () => {
  const grants = principals.flatMap((principal) => [{ place: 'cache', principal } as const, { place: 'template', principal } as const]);
  const before = union(grants.map(expectedOfOne));
  const guarded = matrixOf(
    built(grants, false, (registry) => registry.denyUnlessInOrganization(ORGANIZATION)),
    questions,
  );
  const isOutside = (cell: string) => /stranger|no organization|without aws:Principal(OrgID|Account|IsAWSService)/.test(cell);
  const compared = (matrix: Matrix) => Object.fromEntries(Object.entries(matrix).filter(([cell]) => !isOutside(cell)));
  expect(compared(guarded)).toEqual(compared(before));
  expect(guarded['role a there on inside'].allowed).toContain('ecr:CreateRepository');
});
