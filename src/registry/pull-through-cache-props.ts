import type { CreatedRepositoryProps } from './repository-template-props';
import type { Upstream } from './upstream';

/** Properties for `SecureRegistry.addPullThroughCache`. None of the upstream, its secret and the prefixes can be changed. */
export interface PullThroughCacheProps extends CreatedRepositoryProps {
  /** The upstream registry. */
  readonly upstream: Upstream;

  /** The namespace of the cached repositories, 2 to 30 characters, such as `docker-hub`. */
  readonly prefix: string;

  /**
   * The namespace in the upstream registry that is cached, such as `library`.
   * @default - the whole upstream registry
   */
  readonly upstreamPrefix?: string;

  /**
   * The image tags that can be moved to another image, at most 5, with `*` as a wildcard. A tag that cannot be moved is not refreshed when the upstream
   * moves it.
   * @default - every tag can be moved, as in the upstream
   */
  readonly mutableTags?: string[];
}
