import { Token } from 'aws-cdk-lib';
import { LOGIN_ACTION, REGISTRY_ACTIONS, REPOSITORY_ACTIONS } from './ecr-actions';
import { quoted } from '../private/format-value';

/** What is wrong, or may be wrong, with an action or a statement on a repository. */
export type AccessFault =
  { readonly level: 'error'; readonly text: string } | { readonly level: 'warning'; readonly id: string; readonly text: string };

/**
 * Looks at one action. An action of the registry and a near miss of a known action are errors; an unknown `ecr:` action may be
 * newer than this version, so it is a warning, like a wildcard.
 */
export function actionFault(action: string): AccessFault | undefined {
  if (Token.isUnresolved(action) || REPOSITORY_ACTIONS.has(action)) return undefined;
  if (action === LOGIN_ACTION) {
    return error(action, 'logging in acts on the registry: grantPull, grantPush and grantPullPush allow it by themselves');
  }
  if (REGISTRY_ACTIONS.has(action)) {
    return error(action, 'it acts on the registry, not on a repository: add it to the principal itself, with the resource "*"');
  }
  if (/^ecr:.*\*/.test(action)) return wildcardFault(action);
  const meant = nearest(action);
  if (meant !== undefined) return error(action, `there is no such action: did you mean ${quoted(meant)}?`);
  if (!action.startsWith('ecr:')) {
    return error(action, 'expected an action of Amazon ECR on a repository, such as "ecr:BatchGetImage"');
  }
  return warning(action, `action ${quoted(action)} is unknown to this version: check its spelling`);
}

/** A wildcard allows what AWS adds later, too. */
export function wildcardFault(action: string): AccessFault {
  return warning(action, `action ${quoted(action)} is a wildcard: name the actions, so that new ones are not allowed unseen`);
}

function warning(action: string, text: string): AccessFault {
  return { level: 'warning', id: `cdk-secure-repository:action:${action}`, text };
}

function error(action: string, remedy: string): AccessFault {
  return { level: 'error', text: `action ${quoted(action)}: ${remedy}` };
}

/** The known action that was probably meant: other capitals, a forgotten prefix, a letter or two wrong. */
function nearest(action: string): string | undefined {
  const given = action.replace(/^ecr:/i, '').toLowerCase();
  const known = [...REPOSITORY_ACTIONS, ...REGISTRY_ACTIONS].map((candidate) => ({
    candidate,
    distance: editDistance(given, candidate.slice('ecr:'.length).toLowerCase()),
  }));
  const best = known.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= 2 ? best.candidate : undefined;
}

/** Levenshtein's distance, a row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
