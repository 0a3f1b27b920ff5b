import { createHash } from 'node:crypto';
import { Names, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SecureRepositoryError } from './secure-repository-error';
import { withTokensAs } from './text-with-tokens';

/** As many characters as `aws-cdk-lib` takes of the stack's name, of the construct's, and of the hash: IAM's limit for a role is 64. */
const LENGTH = { stack: 25, id: 24, hash: 12 };

/**
 * A physical name of the form that `aws-cdk-lib` generates, for a resource in a nested stack, too. It follows from the construct path
 * and the environment, so that it is unique in the account and stays the same.
 *
 * `aws-cdk-lib` cuts the name of the stack to size and writes it in lowercase. The name of a nested stack is a token, and what is left
 * of it is none any more: `${token[token.20]}` is rendered as it is.
 */
export function generatedPhysicalName(resource: IConstruct): string {
  const { account, region, stackName } = topLevelStack(Stack.of(resource));
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      resource,
      'another account or Region has to know the name of this resource, and its stack has no environment to make one for. ' +
        'Give the stack an env with account and region',
    );
  }
  const hash = createHash('sha256').update([stackName, resource.node.path, region, account].join()).digest('hex');
  const id = Names.nodeUniqueId(resource.node).slice(-LENGTH.id);
  return `${stackName.slice(0, LENGTH.stack)}${id}${hash.slice(0, LENGTH.hash)}`.toLowerCase();
}

/** Whether a text contains what is left of a token that `aws-cdk-lib` has cut or lowercased for a name that it generates. */
export function hasBrokenToken(text: string): boolean {
  return /\$\{token\[/i.test(withTokensAs(text, ''));
}

/** The stack that is deployed by itself: the one around a nested stack, or the stack itself. */
export function topLevelStack(stack: Stack): Stack {
  return stack.nestedStackParent ? topLevelStack(stack.nestedStackParent) : stack;
}
