import { Policy } from './policy';
import { policyOfCreated, registryOf, RepositoryCreation } from './registry';

const registry = 'arn:aws:ecr:eu-west-1:111111111111';

/** Templates whose policies are named after their prefixes. */
function templatesFor(...prefixes: readonly string[]) {
  return prefixes.map((prefix) => ({
    policy: Policy.ofRepository(prefix, { Statement: [] }),
    template: { registry, prefix, appliedFor: ['PULL_THROUGH_CACHE'] },
  }));
}

function placeOf(arn: string, by: RepositoryCreation, ...prefixes: readonly string[]): string | undefined {
  return policyOfCreated({ arn, by }, templatesFor(...prefixes))?.place;
}

test.each([
  ['arn:aws:ecr:eu-west-1:111111111111:repository/team/app', registry],
  ['arn:aws-us-gov:ecr:us-gov-west-1:111111111111:repository/app', 'arn:aws-us-gov:ecr:us-gov-west-1:111111111111'],
  ['arn:aws:iam::111111111111:role/dev', undefined],
  ['*', undefined],
])('the registry of %s is %s', (arn, expected) => {
  expect(registryOf(arn)).toBe(expected);
});

test.each<[string, string[], string | undefined]>([
  ['docker-hub/library/nginx', ['docker-hub'], 'docker-hub'],
  ['docker-hub/library/nginx', ['docker-hub/'], 'docker-hub/'],
  ['docker-hub/library/nginx', ['ROOT', 'docker-hub'], 'docker-hub'],
  ['docker-hub/library/nginx', ['docker-hub/library', 'docker-hub'], 'docker-hub/library'],
  ['docker-hub/library/nginx', ['docker-hub', 'docker-hub/library/'], 'docker-hub/library/'],
  ['docker-hub/other/nginx', ['docker-hub/library', 'docker-hub'], 'docker-hub'],
  ['docker-hub/nginx', ['docker-hub/library'], undefined],
  ['docker-hub2/nginx', ['docker-hub'], undefined],
  ['docker-hub2/nginx', ['docker-hub', 'ROOT'], 'ROOT'],
  ['docker-hub', ['docker-hub', 'ROOT'], 'ROOT'],
  ['app', [], undefined],
])('of %s with templates for %j, the closest is %s', (name, prefixes, expected) => {
  expect(placeOf(`${registry}:repository/${name}`, 'PULL_THROUGH_CACHE', ...prefixes)).toBe(expected);
});

test('a template is for the repositories of its own registry', () => {
  const arn = `${registry}:repository/docker-hub/nginx`;
  for (const other of [arn.replace('eu-west-1', 'eu-west-2'), arn.replace('111111111111', '222222222222')]) {
    expect(placeOf(other, 'PULL_THROUGH_CACHE', 'docker-hub', 'ROOT')).toBeUndefined();
  }
});

test('what ECR does when the closest template does not apply to the creation is not guessed', () => {
  expect(() => placeOf(`${registry}:repository/docker-hub/nginx`, 'REPLICATION', 'docker-hub')).toThrow(
    'docker-hub: it is not known what ECR does when the closest template does not apply to REPLICATION',
  );
});

test('only a repository can be created', () => {
  expect(() => placeOf(registry, 'REPLICATION', 'ROOT')).toThrow(`${registry} is not the ARN of a repository`);
});
