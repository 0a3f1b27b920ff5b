import { Annotations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessFault, actionFault, wildcardFault } from './action-check';
import { askForAnything, Conditions, namePrincipals, narrowSource, narrowToOrganization } from './conditions';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** A statement as it is rendered. */
export interface RenderedStatement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Conditions;
}

/** Reports faults of a repository: an error ends the construction, a warning reaches the synthesis output. */
export function report(faults: readonly AccessFault[], repository: ecr.IRepository): void {
  for (const fault of faults) {
    if (fault.level === 'error') throw new SecureRepositoryError('repository-policy-statement', repository, fault.text);
    Annotations.of(repository).addWarningV2(fault.id, fault.text);
  }
}

/** What is wrong, or may be wrong, with a statement as it is rendered. */
export function statementFaults(rendered: RenderedStatement): AccessFault[] {
  return [...shapeFaults(rendered), ...actionFaults(rendered), ...(rendered.Effect === iam.Effect.ALLOW ? allowFaults(rendered) : [])];
}

function shapeFaults(statement: RenderedStatement): AccessFault[] {
  const faults: AccessFault[] = [];
  if (statement.Action === undefined && statement.NotAction === undefined) {
    faults.push({ level: 'error', text: 'a statement has no action, expected at least one, such as "ecr:BatchGetImage"' });
  }
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    faults.push({ level: 'error', text: 'a statement has no principal, expected whom it is about: a repository policy always names them' });
  }
  const resource = statement.Resource ?? statement.NotResource;
  if (resource !== undefined) {
    const text = `a statement has the resource ${quoted(resource)}, expected none: a repository policy is about its own repository`;
    faults.push({ level: 'error', text });
  }
  return faults;
}

function actionFaults(statement: RenderedStatement): AccessFault[] {
  return [statement.Action ?? []].flat().flatMap((action) => {
    // every action of Amazon ECR, in a policy that is about a repository
    if (action === '*') return wildcardFault(action);
    return typeof action === 'string' ? (actionFault(action) ?? []) : [];
  });
}

function allowFaults(statement: RenderedStatement): AccessFault[] {
  const conditions = statement.Condition ?? {};
  if (isEveryone(statement)) return everyoneFaults(conditions);
  return serviceFaults(statement.Principal, conditions);
}

/** An Allow to everyone: public without a condition, an organization with one on it, and rarely what is wanted with another. */
export function everyoneFaults(conditions: Conditions): AccessFault[] {
  if (!askForAnything(conditions)) {
    return [
      {
        level: 'error',
        text: 'everyone would be allowed, which makes the repository public, expected named principals: name them, or use grantPullToOrganization',
      },
    ];
  }
  if (narrowToOrganization(conditions) || namePrincipals(conditions)) return [];
  return [
    {
      level: 'warning',
      id: 'cdk-secure-repository:everyone-with-condition',
      text:
        `the repository policy allows everyone who meets conditions on ${conditionKeys(conditions)}, in any account: narrow it to an organization ` +
        'with aws:PrincipalOrgID, or name the principals',
    },
  ];
}

/** The values would differ between now and the synthesis, where they are references into another stack. */
function conditionKeys(conditions: Conditions): string {
  return [...new Set(Object.values(conditions).flatMap((condition) => Object.keys(condition)))].join(', ');
}

/** The five shapes of everyone: `*`, `{ AWS: "*" }`, one `*` in a list, an ARN that is `*`, and an Allow to all but some. */
function isEveryone({ Principal: principal, NotPrincipal: others }: RenderedStatement): boolean {
  if (others !== undefined || principal === '*') return true;
  return typeof principal === 'object' && principal !== null && Object.values(principal).flat().includes('*');
}

function serviceFaults(principal: unknown, conditions: Conditions): AccessFault[] {
  if (typeof principal !== 'object' || principal === null || !('Service' in principal) || narrowSource(conditions)) return [];
  return [principal.Service].flat().map((service) => ({
    level: 'warning',
    id: `cdk-secure-repository:service-without-source:${quoted(service)}`,
    text:
      `the repository policy allows the service ${quoted(service)} on anybody's behalf: add a condition on aws:SourceArn, ` +
      'aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths',
  }));
}
