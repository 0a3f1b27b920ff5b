import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { overriddenProperty } from '../private/cdk-internals';
import { quoted } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { resolvedToRead } from '../private/values-of-other-stacks';

/** The repositories whose policies name a role or a user by its ARN. */
const NAMED = new WeakMap<iam.IPrincipal, WeakSet<ecr.IRepository>>();

/**
 * Requires that a role or a user is deployed with the path and the name by which the policy of a repository of another account names it:
 * `aws-cdk-lib` builds that ARN from the properties of the construct, and does not follow what changes on the L1. That is noticed at
 * synthesis.
 */
export function requireThisArn(principal: iam.IPrincipal, arn: unknown, repository: ecr.IRepository): void {
  const [, written] = /:(?:role|user)(\/.+)$/.exec(intrinsicText(resolvedToRead(arn, repository))) ?? [];
  const repositories = NAMED.get(principal) ?? new WeakSet();
  if (written === undefined || written.includes('${') || repositories.has(repository) || !Construct.isConstruct(principal)) return;
  NAMED.set(principal, repositories.add(repository));
  repository.node.addValidation({
    validate: () => {
      const deployed = deployedName(principal);
      if (deployed === undefined || deployed === written) return [];
      return [
        `${principal.node.path} is deployed as ${quoted(deployed)}, and the repository policy names it as ${quoted(written)}: set the name and the ` +
          'path on the construct, not on its L1',
      ];
    },
  });
}

/** The path and the name that the template would hold now, where both are known. */
function deployedName(principal: Construct): string | undefined {
  const resource = principal.node.defaultChild;
  const isRole = resource instanceof iam.CfnRole;
  if (!isRole && !(resource instanceof iam.CfnUser)) return undefined;
  const [property, given] = isRole ? ['RoleName', resource.roleName] : ['UserName', resource.userName];
  const rendered = (name: string, value: unknown) => overriddenProperty(resource, name, Stack.of(resource).resolve(value));
  const parts = [rendered('Path', resource.path) ?? '/', rendered(property, given) ?? ''];
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}
