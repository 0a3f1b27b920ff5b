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
 * A value as the stack of a construct would render it, to be read only. What is written is the value itself: resolved, a reference into
 * another stack has lost the stack that it points into, and reads like one of this stack.
 *
 * @throws when another account or Region has to know a name that is not known before the deployment
 */
export function resolvedToRead(value: unknown, reader: IConstruct): unknown {
  let resolved: unknown;
  try {
    visitReferences(value, reader, ({ target }) => nameInNestedStack(target));
    resolved = Stack.of(reader).resolve(value);
  } catch (error) {
    throw new SecureRepositoryError('cross-stack-name', reader, `a value of another stack is not known here. ${reasonOf(error)}`);
  }
  if (hasBrokenToken(JSON.stringify(resolved) ?? '')) {
    throw new SecureRepositoryError(
      'cross-stack-name',
      reader,
      'another account or Region has to know the name of a resource in a nested stack, and aws-cdk-lib generates one that contains a token: ' +
        'give the resource a name, such as roleName, userName, functionName or projectName',
    );
  }
  return resolved;
}

/** The first sentences of an error of aws-cdk-lib, without the trace of the tokens that led there. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^(Resolution error: )+/, '').split('\n')[0];
}

/** The construct whose attribute a value is, such as the role of a role's ARN; undefined when it is not a single reference. */
export function constructOf(value: unknown): IConstruct | undefined {
  const token = typeof value === 'string' ? Tokenization.reverse(value, { failConcat: false }) : undefined;
  if (!Reference.isReference(token)) return undefined;
  const { target } = token;
  return target.node.scope?.node.defaultChild === target ? target.node.scope : target;
}

/**
 * A text that two values share only when they are deployed as the same value. A reference is named by its construct: two stacks may have
 * resources with the same logical ID, so that their references resolve to the same JSON.
 */
export function valueIdentity(value: unknown, reader: IConstruct): string {
  return JSON.stringify(visitReferences(value, reader, () => {})) ?? 'undefined';
}

/** The value with its references as text, each of which has been visited. */
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
