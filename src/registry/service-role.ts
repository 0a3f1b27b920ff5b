import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { areKnownToDiffer, isPlaceholder } from '../private/unknown-value';

/** What Amazon ECR requires of a role that it assumes. */
export interface RoleRequirements {
  readonly finding: 'upstream' | 'repository-template';
  /** The service that assumes the role. */
  readonly service: string;
  /** Whether the schema of the property accepts a path before the name of the role. */
  readonly path: boolean;
}

/** Checks a role of the user that Amazon ECR assumes, as far as it is known. It must be called at synthesis, because it renders the trust policy. */
export function roleFindings(scope: Construct, role: iam.IRole, { finding, service, path }: RoleRequirements): Finding[] {
  // the placeholder of a look-up is in another account, and an error would prevent the look-up
  if (isPlaceholder(role.roleArn)) return [];
  const { account } = Stack.of(scope);
  const name = role.node.path;
  const owner = role.principalAccount ?? role.env.account;
  if (areKnownToDiffer(owner, account)) {
    return [
      errorFinding(
        finding,
        `the role ${name} is in account ${owner}, but must be in account ${account} of the registry. Use a role of that account.`,
      ),
    ];
  }
  const resource = role.node.defaultChild;
  const properties = resource instanceof iam.CfnRole ? renderedResource(resource).Properties : undefined;
  const findings: Finding[] = [];
  const trust = properties?.AssumeRolePolicyDocument;
  if (trust !== undefined && !JSON.stringify(trust).includes(JSON.stringify(service))) {
    const problem = `the trust policy of the role ${name} does not allow ${service} to assume it. Add new iam.ServicePrincipal(${JSON.stringify(service)}) to assumedBy.`;
    findings.push(errorFinding(finding, problem));
  }
  const arn: unknown = Stack.of(scope).resolve(role.roleArn);
  const inPath = typeof properties?.Path === 'string' ? properties.Path !== '/' : typeof arn === 'string' && /:role\/.*\//.test(arn);
  if (inPath && !path) {
    const problem = `the role ${name} has a path, but CloudFormation accepts only roles without a path here. Use a role without a path.`;
    findings.push(errorFinding(finding, problem));
  }
  return findings;
}
