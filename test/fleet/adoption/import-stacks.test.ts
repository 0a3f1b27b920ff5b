import * as fc from 'fast-check';
import { numberOfStacks, stackName, stackOf } from '../../../src/fleet/adoption/import-stacks';
import { logicalIdOf } from '../../../src/fleet/adoption/logical-id';
import { anyName } from '../../fixtures/adoption/repositories';

const imported = (name: string, properties: object = {}) => ({ name, logicalId: logicalIdOf(name), properties: { ...properties } });

/** The numbers of repositories in the stacks. */
function sizes(names: readonly string[], stacks: number): number[] {
  return Array.from({ length: stacks }, (_, index) => names.filter((name) => stackOf(name, stacks) === index).length);
}

test('a stack has the account, the Region and a number that begins with 1', () => {
  expect(stackName({ account: '111122223333', region: 'eu-west-1' }, 0)).toBe('Ecr-111122223333-eu-west-1-1');
});

test('few repositories have one stack', () => {
  expect([numberOfStacks([]), numberOfStacks([imported('app')]), numberOfStacks(named(200))]).toEqual([1, 1, 1]);
});

test('no stack imports more than 200 repositories', () => {
  const repositories = named(1_000);
  const stacks = numberOfStacks(repositories);
  const names = repositories.map(({ name }) => name);
  expect(Math.max(...sizes(names, stacks))).toBeLessThanOrEqual(200);
  // and no smaller number of stacks is enough
  for (let fewer = 5; fewer < stacks; fewer++) expect(Math.max(...sizes(names, fewer))).toBeGreaterThan(200);
});

test('the templates stay below 1,000,000 bytes as they are written, which 200 large policies exceed', () => {
  const statement = { Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal: { AWS: '444455556666' }, Sid: 'ä'.repeat(60) };
  const policy = { RepositoryPolicyText: { Statement: Array.from({ length: 45 }, () => statement) } };
  const repositories = named(200).map(({ name }) => imported(name, policy));
  const stacks = numberOfStacks(repositories);
  const names = repositories.map(({ name }) => name);
  const template = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [logicalIdOf(`team/app-${index}`), { Properties: policy }]));
  const bytes = (count: number) => Buffer.byteLength(JSON.stringify({ Resources: template(count) }, undefined, 1));
  expect(bytes(200)).toBeGreaterThan(1_000_000);
  expect(bytes(Math.max(...sizes(names, stacks)))).toBeLessThan(750_000);
});

test('two repositories with the same construct ID are in different stacks', () => {
  const stacks = numberOfStacks([imported('a/b'), imported('a--b')]);
  expect(stackOf('a/b', stacks)).not.toBe(stackOf('a--b', stacks));
});

test('repositories that never fit together still have stacks', () => {
  expect(numberOfStacks([imported('a'), imported('a')])).toBe(102);
});

test('the stack of a repository depends on its name and the number of stacks alone', () => {
  fc.assert(
    fc.property(anyName, fc.integer({ min: 1, max: 100 }), (name, stacks) => {
      expect(stackOf(name, stacks)).toBe(stackOf(name, stacks));
      expect(stackOf(name, stacks)).toBeLessThan(stacks);
    }),
  );
  // pinned: another distribution would move deployed repositories
  expect(['app', 'team-a/api', 'team-b/api'].map((name) => stackOf(name, 7))).toMatchInlineSnapshot(`
   [
     5,
     3,
     3,
   ]
  `);
});

function named(count: number): ReturnType<typeof imported>[] {
  return Array.from({ length: count }, (_, index) => imported(`team/app-${index}`));
}
