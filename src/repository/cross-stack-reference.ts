import { CfnElement, CfnResource, IResolveContext, Reference, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { topLevelStack } from '../private/physical-name';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The values that an attribute of a resource can be rendered as, depending on the stack that uses it. */
export interface KnownNameReference {
  /** The name of the attribute in `aws-cdk-lib`: `Ref`, or the attribute of `Fn::GetAtt`. */
  readonly attribute: string;
  /** The reference of `aws-cdk-lib`. It is correct everywhere, but adds an output for each stack that uses it. */
  readonly reference: string;
  /** Returns the current name of the resource. */
  readonly name: () => string | undefined;
  /** Returns the value that is built from the resource's name, or undefined if the name is not known. */
  readonly literal: () => string | undefined;
  /** Returns whether the L1 was renamed after construction. In other environments, the reference of `aws-cdk-lib` does not follow that. */
  readonly isRenamed: () => boolean;
  /** Called for each element of another stack that references the value. */
  readonly onUse?: (consumer: CfnElement) => void;
}

/**
 * Returns a value that is a reference in the resource's own stack, and a literal in every other stack of the same environment. The literal
 * needs no output, crosses Stages, and creates no cycle between two stacks that name each other's resources in policies.
 *
 * A stack dependency keeps the order of deployment, as a reference would, except where only IAM reads the value, because a policy can name
 * a resource that does not exist yet. The dependency is added while tokens resolve: docs/decisions/0022 explains why that is safe.
 *
 * `Stack.exportValue` and nested stacks accept only a `Reference`, and build the name of an output from its target and its display name.
 * Both are those of the reference in the resource's own stack.
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
    // aws-cdk-lib resolves each element separately before the stack resolves the whole template
    if (CfnElement.isCfnElement(scope)) onUse?.(scope);
    const value = consumer.environment === home.environment || isRenamed() ? literal() : undefined;
    if (value === undefined) {
      requireAvailableName({ resource, name: name(), reference, user: scope, resolve });
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
  // newer versions have addStackDependency, and deprecate addDependency
  const stack: Stack & { addStackDependency?(target: Stack): void } = topLevelStack(consumer);
  if (stack.addStackDependency) stack.addStackDependency(topLevelStack(home));
  else stack.addDependency(topLevelStack(home));
}

/** The use of a value that is built from the name of a repository. */
export interface UseOfName {
  /** The L1 of the repository. */
  readonly resource: CfnResource;
  /** The name in the L1. */
  readonly name: string | undefined;
  /** The value as a reference of `aws-cdk-lib`. */
  readonly reference: string;
  /** The construct, or the stack, that uses the value. */
  readonly user: IConstruct;
  /** Resolves a value in the stack of the user. */
  readonly resolve: IResolveContext['resolve'];
}

/**
 * Throws an error if the user requires a name that is known at synthesis and the repository has a generated one, which cannot be referenced
 * from another Stage or environment. The error of `aws-cdk-lib` names neither the property to set nor the construct that uses the repository.
 */
export function requireAvailableName(use: UseOfName): void {
  if (!isNameAvailable(use)) throw nameMissing(use);
}

function isNameAvailable({ resource, name, reference, user, resolve }: UseOfName): boolean {
  const home = Stack.of(resource);
  try {
    // resolving the reference generates the name of PhysicalName.GENERATE_IF_NEEDED
    resolve(reference);
  } catch {
    return false;
  }
  if (Stage.of(user) === Stage.of(home)) return true;
  return Stack.of(user).environment !== home.environment && typeof home.resolve(name) === 'string';
}

function nameMissing({ resource, name, user }: UseOfName): SecureRepositoryError {
  const repository = resource.node.scope ?? resource;
  const current = Stack.of(resource).resolve(name) as unknown;
  return new SecureRepositoryError(
    'cross-stack-name',
    repository,
    `repositoryName is ${current === undefined ? 'not set to a literal name' : quoted(current)}, but ${user.node.path} is in ${placeOf(user, repository)}, ` +
      'where only a name that is known at synthesis can be used. Set repositoryName to a literal name.',
  );
}

function placeOf(user: IConstruct, repository: IConstruct): string {
  const { account, region, environment } = Stack.of(user);
  if (environment === Stack.of(repository).environment) return `another Stage (${Stage.of(user)?.node.path || 'the app'})`;
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return 'a stack whose env is not complete';
  return `another environment (account ${account}, Region ${region})`;
}
