import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { EQUIVALENT_MUTANTS } from './equivalent-mutants';
import { ALLOWED } from './expected-actions';
import { REACHES_IN_COMPANY, union } from './expected-company';
import { expectedMatrix } from './expected-matrix';
import { RepositoryAccess } from '../../src/access/repository-access';
import { bystanders } from '../fixtures/access/bystanders';
import { ACTIONS, materialAround, REPOSITORY_NAME, resourcesAround } from '../fixtures/access/cast';
import { COLLEAGUES, company, Company, IMPOSTORS, PrincipalInCompany, RepositoryInCompany } from '../fixtures/access/company';
import { Method, METHODS } from '../fixtures/access/methods';
import { firstDifference, Matrix, matrixOf, Questions } from '../oracle/iam/matrix';
import { worldMutations } from '../oracle/iam/mutation/world-mutations';

interface GrantInCompany {
  readonly method: Method;
  readonly principal: PrincipalInCompany;
  readonly repository: RepositoryInCompany;
}

const methods = Object.keys(METHODS) as Method[];
const principals = Object.keys(REACHES_IN_COMPANY) as PrincipalInCompany[];
const repositories: RepositoryInCompany[] = ['this repository', 'a repository with a longer name'];

/** Up to two methods per run, so that grants often share a statement. */
const anyGrants = fc.subarray(methods, { minLength: 1, maxLength: 2 }).chain((few) =>
  fc.array(
    fc.record<GrantInCompany>({
      method: fc.constantFrom(...few),
      principal: fc.constantFrom(...principals),
      repository: fc.constantFrom(...repositories),
    }),
    { minLength: 1, maxLength: 16 },
  ),
);

function allow({ repositories: granted, principals: grantees }: Company, grants: readonly GrantInCompany[]): void {
  for (const { method, principal, repository } of grants) METHODS[method](RepositoryAccess.of(granted[repository]), grantees[principal]);
}

const repositoryArn = `arn:aws:ecr:eu-west-1:111111111111:repository/${REPOSITORY_NAME}`;
const around = resourcesAround(repositoryArn);
const aroundTheLonger = Object.entries(resourcesAround(`${repositoryArn}2`)).map(([name, arn]) => [`${name}, but longer`, arn]);
const questions: Questions = {
  probes: [...COLLEAGUES, ...bystanders('aws', 'eu-west-1')],
  resources: { ...around, ...Object.fromEntries(aroundTheLonger.filter(([, arn]) => !Object.values(around).includes(arn))) },
  actions: ACTIONS,
};

const matrices = new Map<string, Matrix>();

/** Returns the expected decisions for one grant, computed once. */
function expectedOfOne({ method, principal, repository }: GrantInCompany): Matrix {
  const key = [method, principal, repository].join();
  const matrix = matrices.get(key) ?? expectedMatrix(ALLOWED[method], REACHES_IN_COMPANY[principal], questions, repository);
  matrices.set(key, matrix);
  return matrix;
}

function expectedOf(grants: readonly GrantInCompany[]): Matrix {
  return union(grants.map(expectedOfOne));
}

test('any grants in any order allow the union of what each allows, and nothing else', () => {
  fc.assert(
    fc.property(anyGrants, (grants) => {
      const everyone = company();
      allow(everyone, grants);
      expect(matrixOf(everyone.scene.deploy().world, questions)).toEqual(expectedOf(grants));
    }),
    { numRuns: 60 },
  );
});

/** One grant for each principal: some share a statement, and some have two. */
const GRANT_FOR_EACH_PRINCIPAL: readonly (readonly [PrincipalInCompany, Method, ...RepositoryInCompany[]])[] = [
  ['role a', 'grantPull', 'this repository'],
  ['role a with a condition', 'grantDeleteImages', 'a repository with a longer name'],
  ['role b of another stack', 'grantPush', ...repositories],
  ['user u', 'grantRead', 'a repository with a longer name'],
  ['policy of role f', 'grantReadFindings', ...repositories],
  ['the ARN of role d', 'grantStartScan', 'this repository'],
  ['role a of the other account', 'grantPull', 'this repository'],
  ['role b of the other account', 'grantPull', 'this repository'],
  ['imported role c of the other account', 'grantPull', 'this repository'],
  ['role a of a third account', 'grantPull', 'this repository'],
  ['the third account', 'grantStartScan', 'this repository'],
  ['the other account', 'grantPreviewLifecycle', 'a repository with a longer name'],
  ['the organization', 'grant', 'a repository with a longer name'],
  ['Lambda', 'grantPull', ...repositories],
  ['a rule', 'grantPullPush', 'this repository'],
];

test('with many grants at once, every mutation changes a decision, except the equivalent ones', () => {
  const everyone = company();
  const grants = GRANT_FOR_EACH_PRINCIPAL.flatMap(([principal, method, ...on]) =>
    on.map((repository) => ({ principal, method, repository })),
  );
  allow(everyone, grants);
  const { world } = everyone.scene.deploy();
  expect(matrixOf(world, questions)).toEqual(expectedOf(grants));

  const andImpostors = { ...questions, probes: [...questions.probes, ...IMPOSTORS] };
  const matrix = matrixOf(world, andImpostors);
  const mutants = [...worldMutations(world, materialAround(repositoryArn, 'arn:aws:iam::111111111111:role/a'))];
  const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, andImpostors, matrix) === undefined).map(([what]) => what);
  expect(unnoticed.filter((name) => !EQUIVALENT_MUTANTS.some(({ what }) => what.test(name)))).toEqual([]);
  expect(unnoticed.length).toBeLessThanOrEqual(mutants.length / 100);
});

test('a Deny that the user adds removes its actions, and changing it to an Allow changes a decision', () => {
  const everyone = company();
  allow(everyone, [{ method: 'grantPullPush', principal: 'role a', repository: 'this repository' }]);
  everyone.repositories['this repository'].addToResourcePolicy(
    new PolicyStatement({ effect: Effect.DENY, actions: ['ecr:PutImage'], principals: [new AnyPrincipal()] }),
  );
  const { world } = everyone.scene.deploy();
  const matrix = matrixOf(world, questions);
  expect(matrix['role a on this repository'].allowed).not.toContain('ecr:PutImage');
  expect(matrix['role a on this repository'].allowed).toContain('ecr:UploadLayerPart');
  const mutants = [...worldMutations(world, materialAround(repositoryArn, 'arn:aws:iam::111111111111:role/a'))];
  const turned = mutants.filter(([what]) => what.endsWith('Deny turned to Allow'));
  expect(turned.map(([, mutant]) => firstDifference(mutant, questions, matrix))).toEqual(['role a on this repository']);
});
