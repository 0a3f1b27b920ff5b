import { PageRepository } from '../../src/lifecycle/core/page-data';

/** The address of a repository within the page. */
export function repositoryKey({ registryId, region, name }: PageRepository): string {
  // half of a surrogate pair, which a file can contain, has no encoding
  return [registryId, region, name]
    .filter((part) => part !== undefined)
    .join('/')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The hash of the address of a page that shows a repository. */
export function hashOf(repository: PageRepository): string {
  return `#${encodeURIComponent(repositoryKey(repository))}`;
}

/** The repository that a hash names, if any. */
export function repositoryOfHash(repositories: readonly PageRepository[], hash: string): PageRepository | undefined {
  if (hash.length < 2) return undefined;
  let key: string;
  try {
    key = decodeURIComponent(hash.slice(1));
  } catch {
    // an address that somebody typed
    return undefined;
  }
  return repositories.find((repository) => repositoryKey(repository) === key);
}
