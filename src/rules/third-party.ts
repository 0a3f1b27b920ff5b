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

/** The first line of code outside of `aws-cdk-lib` decides; what called it, such as a test runner, does not. */
function isCreatedByPackage(creationStack: readonly string[]): boolean {
  for (const line of creationStack) {
    if (!/\(.*\)|^.*\//.test(line) || line.includes('node:internal')) continue;
    const inPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(line);
    if (inPackage === null) return false;
    if (!NEUTRAL.includes(inPackage[1].replace(/\\/g, '/'))) return true;
  }
  return false;
}
