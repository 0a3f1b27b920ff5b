import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { freeId } from '../../src/access/library-policy';

test('a name that nobody has is the id', () => {
  expect(freeId(new App(), 'EcrLogin')).toBe('EcrLogin');
});

test('a name that is taken gets the first number that is free', () => {
  const scope = new App();
  for (const id of ['EcrLogin', 'EcrLogin2', 'EcrLogin4']) new Construct(scope, id);
  expect(freeId(scope, 'EcrLogin')).toBe('EcrLogin3');
});
