import { Annotations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { askForAnything, Conditions, namePrincipals, narrowSource, narrowToOrganization } from './conditions';
import { REGISTRY_ACTIONS, REPOSITORY_ACTIONS } from './ecr-actions';
import { SecureRepositoryError, shown } from '../private/secure-repository-error';

/** What is wrong, or may be wrong, with a statement in a repository policy. */
export type StatementFault =
  { readonly level: 'error'; readonly text: string } | { readonly level: 'warning'; readonly id: string; readonly text: string };

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
export function report(faults: readonly StatementFault[], repository: ecr.IRepository): void {
  for (const fault of faults) {
    if (fault.level === 'error') throw new SecureRepositoryError(repository, fault.text);
    Annotations.of(repository).addWarningV2(fault.id, fault.text);
  }
}

/** What is wrong, or may be wrong, with a statement as it is rendered. */
export function statementFaults(rendered: RenderedStatement): StatementFault[] {
  return [...shapeFaults(rendered), ...actionFaults(rendered), ...(rendered.Effect === iam.Effect.ALLOW ? allowFaults(rendered) : [])];
}

function shapeFaults(statement: RenderedStatement): StatementFault[] {
  const faults: StatementFault[] = [];
  if (statement.Action === undefined && statement.NotAction === undefined) {
    faults.push({ level: 'error', text: 'a statement has no action, expected at least one, such as "ecr:BatchGetImage"' });
  }
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    faults.push({ level: 'error', text: 'a statement has no principal, expected whom it is about: a repository policy always names them' });
  }
  const resource = statement.Resource ?? statement.NotResource;
  if (resource !== undefined) {
    const text = `a statement has the resource ${shown(resource)}, expected none: a repository policy is about its own repository`;
    faults.push({ level: 'error', text });
  }
  return faults;
}

function actionFaults(statement: RenderedStatement): StatementFault[] {
  return [statement.Action ?? []].flat().flatMap((action): StatementFault[] => {
    if (typeof action !== 'string' || REPOSITORY_ACTIONS.has(action)) return [];
    if (REGISTRY_ACTIONS.has(action)) {
      return [
        {
          level: 'error',
          text: `a statement has the action ${shown(action)}, which acts on the registry, expected actions on a repository: add it to the principal's own policy`,
        },
      ];
    }
    return [
      {
        level: 'warning',
        id: `cdk-secure-repository:action:${action}`,
        text: action.includes('*')
          ? `the repository policy has the action ${shown(action)}: name the actions, so that new ones are not allowed unseen`
          : `the repository policy has the action ${shown(action)}, which is unknown to this version: check its spelling`,
      },
    ];
  });
}

function allowFaults(statement: RenderedStatement): StatementFault[] {
  const conditions = statement.Condition ?? {};
  if (isEveryone(statement)) return everyoneFaults(conditions);
  return serviceFaults(statement.Principal, conditions);
}

/** An Allow to everyone: public without a condition, an organization with one on it, and rarely what is wanted with another. */
export function everyoneFaults(conditions: Conditions): StatementFault[] {
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
        `the repository policy allows everyone who meets ${shown(conditions)}, in any account: narrow it to an organization ` +
        'with aws:PrincipalOrgID, or name the principals',
    },
  ];
}

/** The five shapes of everyone: `*`, `{ AWS: "*" }`, one `*` in a list, an ARN that is `*`, and an Allow to all but some. */
function isEveryone({ Principal: principal, NotPrincipal: others }: RenderedStatement): boolean {
  if (others !== undefined || principal === '*') return true;
  return typeof principal === 'object' && principal !== null && Object.values(principal).flat().includes('*');
}

function serviceFaults(principal: unknown, conditions: Conditions): StatementFault[] {
  if (typeof principal !== 'object' || principal === null || !('Service' in principal) || narrowSource(conditions)) return [];
  return [principal.Service].flat().map((service) => ({
    level: 'warning',
    id: `cdk-secure-repository:service-without-source:${shown(service)}`,
    text:
      `the repository policy allows the service ${shown(service)} on anybody's behalf: add a condition on aws:SourceArn, ` +
      'aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths',
  }));
}
