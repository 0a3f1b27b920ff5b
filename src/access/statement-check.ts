import * as iam from 'aws-cdk-lib/aws-iam';
import { actionFindings, wildcardFinding } from './actions';
import { Conditions, requiresContextKey, restrictsSource, restrictsToOrganization, restrictsToPrincipals } from './conditions';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';

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

/** Checks a statement of a repository policy. */
export function statementFindings(rendered: RenderedStatement): Finding[] {
  return [
    ...elementFindings(rendered),
    ...findingsOfActions(rendered),
    ...(rendered.Effect === iam.Effect.ALLOW ? allowFindings(rendered) : []),
  ];
}

function elementFindings(statement: RenderedStatement): Finding[] {
  const findings: Finding[] = [];
  if (statement.Action === undefined && statement.NotAction === undefined) {
    findings.push(invalid('a statement has no action, but needs at least one. Add an action such as "ecr:BatchGetImage".'));
  }
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    findings.push(invalid('a statement has no principal, but a repository policy requires one. Add a principal.'));
  }
  const resource = statement.Resource ?? statement.NotResource;
  if (resource !== undefined) {
    const problem = `a statement has the resource ${quoted(resource)}, but a repository policy applies to its own repository. Remove the resource.`;
    findings.push(invalid(problem));
  }
  return findings;
}

function invalid(problem: string): Finding {
  return errorFinding('repository-policy-statement', problem);
}

function findingsOfActions(statement: RenderedStatement): Finding[] {
  return [statement.Action ?? []].flat().flatMap((action) => {
    // in a repository policy, `*` means every action of Amazon ECR
    if (action === '*') return wildcardFinding(action);
    return typeof action === 'string' ? actionFindings(action) : [];
  });
}

function allowFindings(statement: RenderedStatement): Finding[] {
  const conditions = statement.Condition ?? {};
  if (isEveryone(statement)) return everyoneFindings(conditions);
  return serviceFindings(statement.Principal, conditions);
}

/** Checks an Allow to everyone: public without a condition, accepted with one on the organization, and rarely intended with another. */
export function everyoneFindings(conditions: Conditions, policy: 'repository policy' | 'registry policy' = 'repository policy'): Finding[] {
  if (!requiresContextKey(conditions)) {
    return [
      errorFinding(
        'public-repository',
        'the statement would allow everyone, which makes the repository public. Name the principals, or use grantPullToOrganization.',
      ),
    ];
  }
  if (restrictsToOrganization(conditions) || restrictsToPrincipals(conditions)) return [];
  return [
    warningFinding(
      'everyone-with-condition',
      `the ${policy} allows every principal that meets the conditions on ${conditionKeys(conditions)}, in any account. Restrict it to an organization ` +
        'with aws:PrincipalOrgID, or name the principals.',
    ),
  ];
}

/** Returns the keys without the values, which differ between now and the synthesis if they are references to another stack. */
function conditionKeys(conditions: Conditions): string {
  return [...new Set(Object.values(conditions).flatMap((condition) => Object.keys(condition)))].join(', ');
}

/** Whether a statement has one of the five forms of everyone: `*`, `{ AWS: "*" }`, `*` in a list, an ARN that is `*`, and `NotPrincipal`. */
export function isEveryone({ Principal: principal, NotPrincipal: notPrincipal }: RenderedStatement): boolean {
  if (notPrincipal !== undefined || principal === '*') return true;
  return typeof principal === 'object' && principal !== null && Object.values(principal).flat().includes('*');
}

function serviceFindings(principal: unknown, conditions: Conditions): Finding[] {
  if (typeof principal !== 'object' || principal === null || !('Service' in principal) || restrictsSource(conditions)) return [];
  return [principal.Service]
    .flat()
    .map((service) =>
      warningFinding(
        'service-without-source',
        `the repository policy allows the service ${quoted(service)} on behalf of any account. Add a condition on aws:SourceArn, ` +
          'aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths.',
        typeof service === 'string' ? service : quoted(service),
      ),
    );
}
