import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { freeId } from '../../src/access/library-policy';

test('a free name is the ID', () => {
  expect(freeId(new App(), 'EcrLogin')).toBe('EcrLogin');
});

test('a name that exists gets the first free number', () => {
  const scope = new App();
  for (const id of ['EcrLogin', 'EcrLogin2', 'EcrLogin4']) new Construct(scope, id);
  expect(freeId(scope, 'EcrLogin')).toBe('EcrLogin3');
});
