import { CfnElement, CfnResource, IResolveContext, Reference, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { topLevelStack } from '../private/cdk-internals';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** An attribute of a resource, as each stack that uses it shall see it. */
export interface KnownNameReference {
  /** The name of the attribute, as `aws-cdk-lib` calls it: `Ref`, or what `Fn::GetAtt` names. */
  readonly attribute: string;
  /** The reference of `aws-cdk-lib`: right everywhere, at the price of an output for each stack that uses it. */
  readonly reference: string;
  /** The name that the resource has by now. */
  readonly name: () => string | undefined;
  /** The value that follows from the resource's name; undefined when the name is not known. */
  readonly literal: () => string | undefined;
  /** Whether the L1 has another name than the construct was given, which the reference of `aws-cdk-lib` does not follow elsewhere. */
  readonly isRenamed: () => boolean;
  /** Told of each element of another stack's template that uses the value. */
  readonly onUse?: (consumer: CfnElement) => void;
}

/**
 * A reference at home, the literal in every other stack of the same environment: it makes no output, crosses Stages, and leaves
 * no cycle where two stacks name each other's resources in policies.
 *
 * The order of deployment, which a reference would keep, is kept by a stack dependency, except where only IAM reads the value:
 * a policy may name what does not exist yet.
 *
 * `Stack.exportValue` and nested stacks accept nothing but a `Reference`, and build the name of an output from its target and its
 * display name: both are those of the reference at home.
 */
export function knownNameReference(resource: CfnResource, known: KnownNameReference): string {
  return Token.asString(new ContextAwareReference(resource, known));
}

class ContextAwareReference extends Reference {
  constructor(
    private readonly resource: CfnResource,
    private readonly known: KnownNameReference,
  ) {
    super(known.reference, resource, known.attribute);
  }

  public resolve({ scope, resolve }: IResolveContext): string {
    const { resource } = this;
    const { reference, name, literal, isRenamed, onUse } = this.known;
    const home = Stack.of(resource);
    const consumer = Stack.of(scope);
    if (topLevelStack(consumer) === topLevelStack(home)) return reference;
    // each element asks once before the stack does, for the whole template at a time
    if (CfnElement.isCfnElement(scope)) onUse?.(scope);
    const value = consumer.environment === home.environment || isRenamed() ? literal() : undefined;
    if (value === undefined) {
      requireNameThatReaches({ resource, name: name(), reference, user: scope, resolve });
      return reference;
    }
    if (CfnElement.isCfnElement(scope) && !isPolicy(scope)) keepOrder(consumer, home);
    return value;
  }
}

function isPolicy(scope: CfnElement): boolean {
  return CfnResource.isCfnResource(scope) && scope.cfnResourceType.startsWith('AWS::IAM::');
}

function keepOrder(consumer: Stack, home: Stack): void {
  if (Stage.of(consumer) !== Stage.of(home)) return;
  // renamed after the floor, where the old name became deprecated
  const stack: Stack & { addStackDependency?(target: Stack): void } = topLevelStack(consumer);
  if (stack.addStackDependency) stack.addStackDependency(topLevelStack(home));
  else stack.addDependency(topLevelStack(home));
}

/** A value that follows from the name of a repository, and who needs it. */
export interface UseOfName {
  /** The L1 of the repository. */
  readonly resource: CfnResource;
  /** The name that the L1 has. */
  readonly name: string | undefined;
  /** The value, as `aws-cdk-lib` makes it. */
  readonly reference: string;
  /** The construct, or the stack, that uses the value. */
  readonly user: IConstruct;
  /** How the value is resolved there. */
  readonly resolve: IResolveContext['resolve'];
}

/**
 * Throws where only a name that is known at synthesis can be used and there is none: a generated name reaches neither another Stage nor
 * another environment. What `aws-cdk-lib` reports in that case names neither the property to set nor the construct that uses the repository.
 */
export function requireNameThatReaches(use: UseOfName): void {
  if (!reaches(use)) throw nameMissing(use);
}

function reaches({ resource, name, reference, user, resolve }: UseOfName): boolean {
  const home = Stack.of(resource);
  try {
    // a name that is generated if needed exists from here on
    resolve(reference);
  } catch {
    return false;
  }
  if (Stage.of(user) === Stage.of(home)) return true;
  return Stack.of(user).environment !== home.environment && typeof home.resolve(name) === 'string';
}

function nameMissing({ resource, name, user }: UseOfName): SecureRepositoryError {
  const repository = resource.node.scope ?? resource;
  const given = Stack.of(resource).resolve(name) as unknown;
  return new SecureRepositoryError(
    'cross-stack-name',
    repository,
    `repositoryName is ${given === undefined ? 'not set to a literal name' : quoted(given)}, but ${user.node.path} is in ${placeOf(user, repository)}, ` +
      'where only a name that is known at synthesis can be used. Set repositoryName to a literal name',
  );
}

function placeOf(user: IConstruct, repository: IConstruct): string {
  const { account, region, environment } = Stack.of(user);
  if (environment === Stack.of(repository).environment) return `another Stage (${Stage.of(user)?.node.path || 'the app'})`;
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return 'a stack whose env is not complete';
  return `another environment (account ${account}, Region ${region})`;
}
