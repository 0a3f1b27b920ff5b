import { Annotations, App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isAcknowledgedAt } from '../../src/private/acknowledged-warning';

test('a warning that is acknowledged before it is added is known at the construct, and there only', () => {
  const stack = new Stack(new App(), 'Shop');
  const construct = new Construct(stack, 'Orders');
  Annotations.of(construct).acknowledgeWarning('a:b');
  expect(isAcknowledgedAt(construct, 'a:b')).toBe(true);
  expect(isAcknowledgedAt(construct, 'a:c')).toBe(false);
  expect(isAcknowledgedAt(stack, 'a:b')).toBe(false);
});

test('nothing is acknowledged in an app without acknowledgements', () => {
  expect(isAcknowledgedAt(new Stack(new App(), 'Shop'), 'a:b')).toBe(false);
});
