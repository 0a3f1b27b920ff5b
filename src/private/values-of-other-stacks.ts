import {
  DefaultTokenResolver,
  IFragmentConcatenator,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  Reference,
  Stack,
  Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { nameInNestedStack, hasBrokenToken } from './cdk-internals';
import { SecureRepositoryError } from './secure-repository-error';

/**
 * Resolves a value in the stack of a construct, for reading only. Templates must contain the value itself, because a resolved reference
 * no longer names the stack that it refers to, and reads like a reference of this stack.
 *
 * @throws if another account or Region requires a name that is not known before deployment
 */
export function resolvedToRead(value: unknown, reader: IConstruct): unknown {
  let resolved: unknown;
  try {
    visitReferences(value, reader, ({ target }) => nameInNestedStack(target));
    resolved = Stack.of(reader).resolve(value);
  } catch (error) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      reader,
      `a value of another stack cannot be used here (${reasonOf(error)}). ` +
        'Set the physical name of the resource, such as roleName, userName, functionName or projectName.',
    );
  }
  if (hasBrokenToken(JSON.stringify(resolved) ?? '')) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      reader,
      'another account or Region requires the name of a resource in a nested stack, but aws-cdk-lib generates one that contains a token. ' +
        'Set the physical name of the resource, such as roleName, userName, functionName or projectName.',
    );
  }
  return resolved;
}

/** Returns the first sentences of an error of aws-cdk-lib, without the trace of the tokens. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^(Resolution error: )+/, '')
    .split('\n')[0]
    .replace(/\.?( \[cdk-secure-repository:[\w-]+\])?$/, '');
}

/** Returns the construct that a reference points to, such as the role of a role's ARN. Undefined if the value is not a single reference. */
export function constructOf(value: unknown): IConstruct | undefined {
  const token = typeof value === 'string' ? Tokenization.reverse(value, { failConcat: false }) : undefined;
  if (!Reference.isReference(token)) return undefined;
  const { target } = token;
  return target.node.scope?.node.defaultChild === target ? target.node.scope : target;
}

/**
 * Returns a text that is equal for two values only if they are deployed as the same value. It names references by their construct, because
 * two stacks can have resources with the same logical ID, whose references resolve to the same JSON.
 */
export function valueIdentity(value: unknown, reader: IConstruct): string {
  return JSON.stringify(visitReferences(value, reader, () => {})) ?? 'undefined';
}

/** Calls a function with each reference in a value. Returns the value with text in place of the references. */
function visitReferences(value: unknown, scope: IConstruct, visit: (reference: Reference) => void): unknown {
  return Tokenization.resolve(value, { scope, resolver: new ReferencesByPath(visit), preparing: false });
}

class ReferencesByPath extends DefaultTokenResolver {
  constructor(private readonly visit: (reference: Reference) => void) {
    super(new TextConcatenator());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.visit(token);
    return `<${token.target.node.path}.${token.displayName}>`;
  }
}

class TextConcatenator implements IFragmentConcatenator {
  public join(left: unknown, right: unknown): string {
    return [left, right].map((part) => (typeof part === 'string' ? part : (JSON.stringify(part) ?? ''))).join('');
  }
}
