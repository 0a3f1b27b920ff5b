import { Fn } from 'aws-cdk-lib';
import { faultOfRefName } from '../../src/pipelines/ref-name';

test.each(['main', 'release/1', 'v*', '*', 'a*b', 'refs', 'feature/refs/heads/x', Fn.importValue('Branch'), 'dummy-value-for-/my/branch'])(
  'accepts %j',
  (name) => {
    expect(faultOfRefName('branch', name)).toBeUndefined();
  },
);

test.each([
  ['', 'be a name or a pattern. Use "main", for example.'],
  [undefined, 'be a name or a pattern. Use "main", for example.'],
  [['main'], 'be a name or a pattern. Use "main", for example.'],
  ['refs/heads/main', 'be only the name, without refs/. Use "main".'],
  ['refs/tags/v1', 'be only the name, without refs/. Use "v1".'],
  ['a${x}', 'not contain ${, which begins a policy variable of IAM. Use another name.'],
  [`\${x}${Fn.importValue('Branch')}`, 'not contain ${, which begins a policy variable of IAM. Use another name.'],
  ['a b', 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
  ['a:b', 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
  ['mai?', 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
  [`${Fn.importValue('Branch')}?`, 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
  ['/main', 'be a name that git accepts, or a pattern with *. Use the name of the branch.'],
])('of the branch %j, it must %s', (name, fault) => {
  expect(faultOfRefName('branch', name)).toBe(fault);
});

test('the example of a tag is a version', () => {
  expect(faultOfRefName('tag', '')).toBe('be a name or a pattern. Use "v*", for example.');
  expect(faultOfRefName('tag', 'a b')).toBe('be a name that git accepts, or a pattern with *. Use the name of the tag.');
});
