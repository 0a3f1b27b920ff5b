import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The runtime type information that jsii gives to each class of a package. */
const RTTI = Symbol.for('jsii.rtti');

/** The packages whose classes apps use to write their own constructs; jsii runs constructs for Python, Java and Go. */
const NEUTRAL = ['aws-cdk-lib', 'constructs', 'cdk-secure-repository', '@jsii/kernel', '@jsii/runtime', 'jsii'];

/**
 * Whether a resource belongs to a construct of another package than the app: a construct around it is of a class of a jsii package, or the code that created it is in a
 * package below `node_modules`.
 */
export function isOfThirdParty(resource: CfnResource): boolean {
  return resource.node.scopes.some(isOfForeignClass) || isCreatedByPackage(resource.creationStack);
}

function isOfForeignClass(construct: IConstruct): boolean {
  const rtti: unknown = Reflect.get(construct.constructor, RTTI);
  const fqn: unknown = typeof rtti === 'object' && rtti !== null ? Reflect.get(rtti, 'fqn') : undefined;
  // `@scope/name.Class` or `name.submodule.Class`
  return typeof fqn === 'string' && !NEUTRAL.includes(/^(@[^/]+\/)?[^.]+/.exec(fqn)![0]);
}

/** What created the resource is what is before the first line of code that belongs to no package; what called that line, such as a test runner, does not matter. */
function isCreatedByPackage(creationStack: readonly string[]): boolean {
  for (const line of creationStack) {
    const packages = packagesIn(line);
    if (packages.some((name) => !NEUTRAL.includes(name))) return true;
    if (packages.length === 0 && /\(.*\)|^.*[\\/]/.test(line) && !line.includes('node:internal')) return false;
  }
  return false;
}

/** The parts of a stack trace that `aws-cdk-lib` names in the place of a package: those of pnpm, where it does not know the package, and of no package. */
const UNNAMED = ['.pnpm', 'node internals', 'jsii runtime'];

/** `aws-cdk-lib` writes the calls in packages as `...aws-cdk-lib, new Service in @vendor/containers...`. */
function packagesIn(line: string): string[] {
  const [, folded] = /^\s*\.\.\.(.+)\.\.\.$/.exec(line) ?? [];
  if (folded === undefined) {
    const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(line) ?? [];
    return name === undefined ? [] : [name.replace(/\\/g, '/')];
  }
  const names = folded.split(', ').map((part) => part.replace(/^.* in /, '').replace(/\\/g, '/'));
  return names.map((name) => (UNNAMED.includes(name) ? NEUTRAL[0] : name));
}
