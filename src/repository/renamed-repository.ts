import * as ecr from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';

/** The names that policies of principals have been written for. */
const NAMES = new WeakMap<ecr.IRepository, string[]>();

/**
 * Requires that the repository is deployed with the name that it has now: a policy that names it does not follow when the name is changed
 * afterwards. That is noticed at synthesis.
 * @param nameNow the name that the template would hold now, or undefined where it is not known before the deployment
 */
export function requireThisName(repository: ecr.IRepository, nameNow: () => string | undefined): void {
  const name = nameNow();
  const names = NAMES.get(repository) ?? [];
  if (name === undefined || names.includes(name)) return;
  if (names.length === 0) {
    NAMES.set(repository, names);
    repository.node.addValidation({ validate: () => renamed(names, nameNow()) });
  }
  names.push(name);
}

function renamed(names: readonly string[], now: string | undefined): string[] {
  const others = names.filter((name) => name !== now);
  if (others.length === 0) return [];
  return [
    `the repository is deployed with the name ${now === undefined ? 'that CloudFormation generates or a token gives' : quoted(now)}, and ` +
      `policies have been written for ${others.map(quoted).join(' and ')}: set repositoryName to the name that is deployed, or change it before the grants`,
  ];
}
