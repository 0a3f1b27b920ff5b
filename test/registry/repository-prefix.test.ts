import { CfnParameter, Stack } from 'aws-cdk-lib';
import { RepositoryPrefix } from '../../src/index';
import { checkPrefix } from '../../src/registry/repository-prefix';

test.each(['a', 'team-a', 'team-a/sub', 'a__b', 'a.b', 'a---b', '0', 'a'.repeat(256)])('%s is accepted', (prefix) => {
  expect(RepositoryPrefix.of(prefix)._namespace).toBe(prefix);
});

test('the root has no namespace', () => {
  expect(RepositoryPrefix.root()._namespace).toBeUndefined();
});

test.each([
  ['team-a/', 'Pass "team-a"; ECR adds the slash.'],
  ['team-a/*', 'Pass "team-a"; ECR adds the slash.'],
  ['team-a//', 'Pass "team-a"; ECR adds the slash.'],
  ['', 'Pass a namespace such as "docker-hub".'],
  ['Team', 'Pass a namespace such as "docker-hub".'],
  ['ROOT', 'Pass a namespace such as "docker-hub".'],
  ['/team', 'Pass a namespace such as "docker-hub".'],
  ['a//b', 'Pass a namespace such as "docker-hub".'],
  ['a..b', 'Pass a namespace such as "docker-hub".'],
  ['a___b', 'Pass a namespace such as "docker-hub".'],
  ['a*b', 'Pass a namespace such as "docker-hub".'],
  ['team a', 'Pass a namespace such as "docker-hub".'],
  ['a'.repeat(257), 'Pass a namespace such as "docker-hub".'],
])('%s is refused', (prefix, action) => {
  const text = `RepositoryPrefix.of(prefix): prefix is "${prefix}", but must have 1 to 256 characters`;
  expect(() => RepositoryPrefix.of(prefix)).toThrow(text);
  expect(() => RepositoryPrefix.of(prefix)).toThrow(`${action} [cdk-secure-repository:repository-prefix]`);
});

test('the prefix of a cache has 2 to 30 characters', () => {
  const check = (prefix: string) => () => checkPrefix('Place', prefix, { shortest: 2, longest: 30 });
  expect(check('ab')).not.toThrow();
  expect(check('a'.repeat(30))).not.toThrow();
  expect(check('a')).toThrow('prefix is "a", but must have 2 to 30 characters');
  expect(check('a'.repeat(31))).toThrow('but must have 2 to 30 characters');
});

test('a prefix that is known only at deployment is not judged', () => {
  const prefix = new CfnParameter(new Stack(), 'Parameter').valueAsString;
  expect(RepositoryPrefix.of(prefix)._namespace).toBe(prefix);
});

test.each([undefined, null, 7, ['team-a'], {}])('%p is no text', (value) => {
  expect(() => RepositoryPrefix.of(value as string)).toThrow(/, but must be a string\. .*\[cdk-secure-repository:input-type\]$/);
});
