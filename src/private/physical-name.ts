import { createHash } from 'node:crypto';
import { Names, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SecureRepositoryError } from './secure-repository-error';

/** The numbers of characters that `aws-cdk-lib` uses of the stack's name, the construct's ID and the hash. IAM's limit for a role is 64. */
const LENGTH = { stack: 25, id: 24, hash: 12 };

/**
 * Generates a physical name in the form of `aws-cdk-lib`, also for a resource in a nested stack. The name is derived from the construct
 * path and the environment, so that it is stable and unique in the account.
 *
 * `aws-cdk-lib` truncates the name of the stack and converts it to lowercase. The name of a nested stack is a token, and the result is no
 * longer a token: `${token[token.20]}` is rendered literally.
 */
export function generatedPhysicalName(resource: IConstruct): string {
  const { account, region, stackName } = topLevelStack(Stack.of(resource));
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      resource,
      'another account or Region requires the name of this resource, but its stack has no environment from which a name can be generated. ' +
        'Set env with account and region on the stack.',
    );
  }
  const hash = createHash('sha256').update([stackName, resource.node.path, region, account].join()).digest('hex');
  const id = Names.nodeUniqueId(resource.node).slice(-LENGTH.id);
  return `${stackName.slice(0, LENGTH.stack)}${id}${hash.slice(0, LENGTH.hash)}`.toLowerCase();
}

/** Returns the outermost stack around a nested stack, or the stack itself. */
export function topLevelStack(stack: Stack): Stack {
  return stack.nestedStackParent ? topLevelStack(stack.nestedStackParent) : stack;
}
