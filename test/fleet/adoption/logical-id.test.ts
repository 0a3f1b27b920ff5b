import { App, Stack } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { SecureRepository } from '../../../src';
import { logicalIdOf } from '../../../src/fleet/adoption/logical-id';
import { anyName } from '../../fixtures/adoption/repositories';

test('the logical ID is that of aws-cdk-lib, for an L1 in a construct and for a SecureRepository', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const [stack, later] = ['Ecr-1', 'Ecr-2'].map((id) => new Stack(new App(), id));
      const present = new CfnRepository(new Construct(stack, name), 'Resource');
      const standard = new SecureRepository(later, name).node.defaultChild as CfnRepository;
      expect([stack.resolve(present.logicalId), later.resolve(standard.logicalId)]).toEqual([logicalIdOf(name), logicalIdOf(name)]);
    }),
  );
});
