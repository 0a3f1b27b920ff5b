import { AdoptedRegistry } from './adoption-plan';
import { isObject } from '../../lifecycle/core/json-text';
import { DeployedTemplate } from '../../rules/deployed-template';

/** Properties whose change replaces a repository. */
const REPLACING = ['RepositoryName', 'EncryptionConfiguration'];

/** A difference between a repository and its resource in a template. */
export interface AdoptionDifference {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
  /** What is wrong, as a sentence without a period. */
  readonly problem: string;
}

/** Compares every repository of a plan with the templates of an app. */
export function adoptionDifferences(registries: readonly AdoptedRegistry[], templates: readonly DeployedTemplate[]): AdoptionDifference[] {
  const declared = new Map<string, { readonly properties: Record<string, unknown>; readonly isRetained: boolean }[]>();
  for (const { environment, resources } of templates) {
    for (const { Type: type, Properties: properties, DeletionPolicy: deletion, UpdateReplacePolicy: replace } of Object.values(resources)) {
      if (type !== 'AWS::ECR::Repository' || !isObject(properties)) continue;
      const key = `${environment} ${String(properties.RepositoryName)}`;
      const isRetained = [deletion, replace].every((policy) => policy === 'Retain' || policy === 'RetainExceptOnCreate');
      declared.set(key, [...(declared.get(key) ?? []), { properties, isRetained }]);
    }
  }
  return registries.flatMap(({ account, region, repositories }) =>
    repositories.flatMap(({ name, properties: present }) => {
      const found = declared.get(`aws://${account}/${region} ${name}`) ?? [];
      const problems =
        found.length === 1
          ? differencesOf(present, found[0])
          : [found.length === 0 ? 'no template has it' : `${found.length} resources have it`];
      return problems.map((problem) => ({ account, region, repositoryName: name, problem }));
    }),
  );
}

function differencesOf(
  present: { readonly [property: string]: unknown },
  { properties, isRetained }: { readonly properties: Record<string, unknown>; readonly isRetained: boolean },
): string[] {
  const names = [...new Set([...Object.keys(present), ...Object.keys(properties)])];
  const problems = names.flatMap((name) => {
    const [was, becomes] = [canonical(present[name]), canonical(properties[name])];
    if (was === becomes) return [];
    if (REPLACING.includes(name)) return [`${name} changes from ${was} to ${becomes}, which replaces the repository`];
    if (becomes === undefined) return [`${name} is ${was}, but the template does not declare it, so that it may be lost`];
    return [`${name} changes from ${was ?? 'nothing'} to ${becomes}`];
  });
  return isRetained ? problems : [...problems, 'it would be deleted with the stack; set the deletion policy to Retain'];
}

/** Text in which equal values are equal: JSON in text is compared by its value, and the order of members and tags does not count. */
function canonical(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string' && /^\s*\{/.test(value)) {
    try {
      return sorted(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const isTags = items.length > 0 && items.every((item) => isObject(item) && 'Key' in item);
    return isTags ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
