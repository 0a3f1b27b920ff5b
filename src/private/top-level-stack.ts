import { Stack } from 'aws-cdk-lib';

/** The stack that is deployed by itself: the one around a nested stack, or the stack itself. */
export function topLevelStack(stack: Stack): Stack {
  return stack.nestedStackParent ? topLevelStack(stack.nestedStackParent) : stack;
}
