import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { SecureRepository } from '../../src';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

/** A grant of one kind on one of two repositories. */
interface Granted {
  readonly on: 'web' | 'api';
  readonly to: 'builder' | 'runner' | 'partner';
  readonly kind: 'grantPull' | 'grantPush' | 'grantRead';
}

const GRANT = fc.record<Granted>({
  on: fc.constantFrom('web', 'api'),
  to: fc.constantFrom('builder', 'runner', 'partner'),
  kind: fc.constantFrom('grantPull', 'grantPush', 'grantRead'),
});

/** Who may do what with both repositories after these grants, in this order. */
function whoMayDoWhat(grants: Granted[]): unknown {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  const assumedBy = new iam.ServicePrincipal('ec2.amazonaws.com');
  const principals = {
    builder: new iam.Role(stack, 'Builder', { assumedBy }),
    runner: new iam.Role(stack, 'Runner', { assumedBy }),
    partner: new iam.AccountPrincipal(OTHER_ACCOUNT.account),
  };
  const repositories = {
    web: new SecureRepository(stack, 'Web', { repositoryName: 'web' }),
    api: new SecureRepository(stack, 'Api', { repositoryName: 'api' }),
  };
  for (const { on, to, kind } of grants) repositories[on][kind](principals[to]);
  return Object.values(repositories).map((repository) => stack.resolve(repository.access.describe()));
}

test('the order of grants changes nothing about who may do what', () => {
  const inTwoOrders = fc
    .uniqueArray(GRANT, { minLength: 2, maxLength: 8, selector: (grant) => Object.values(grant).join(' ') })
    .chain((grants) => fc.tuple(fc.constant(grants), fc.shuffledSubarray(grants, { minLength: grants.length })));
  fc.assert(
    fc.property(inTwoOrders, ([grants, shuffled]) => {
      expect(whoMayDoWhat(shuffled)).toEqual(whoMayDoWhat(grants));
    }),
    { numRuns: 30 },
  );
});
