import { CfnRepository, IRepository } from 'aws-cdk-lib/aws-ecr';
import { isImmutable } from './immutable-tag';
import { Finding, warningFinding } from '../private/finding';
import { checkAtSynthesis } from '../private/report-findings';

/** The tag of an image name without one, and the default of the integrations of `aws-cdk-lib`. */
const LATEST = 'latest';

/** What a tag is used for: in the name of an image, or in a command that pushes an image. */
type Use = 'name' | 'push';

const MESSAGES: { readonly [use in Use]: string } = {
  name:
    'an image name contains the tag "latest" of this repository, but the tag is immutable: it remains on the first image that is pushed with it. In ' +
    'addition, the template is the same for each image, so that a deployment changes nothing, and there is no earlier tag to roll back to. Pass a ' +
    'tag or a digest, such as ImageTag.fromContext(this, "imageTag").tagOrDigest, to ContainerImage.fromEcrRepository, DockerImageCode.fromEcr and ' +
    'LinuxBuildImage.fromEcrRepository, which use "latest" by default, or add "latest" to mutableTags.',
  push:
    'the push commands push the tag "latest", but the tag is immutable, so that only the first push succeeds. Pass another tag, such as the git SHA, ' +
    'or add "latest" to mutableTags.',
};

const NOTED = new WeakMap<IRepository, Set<Use>>();

/**
 * Records the use of a tag, and returns the tag. At synthesis, when the settings of the repository are final, an immutable `latest` is reported. The repository
 * reports it, because the tag is in a text that any construct can use, also one of a Stage that is synthesized later.
 */
export function notedTag(repository: IRepository, tag: string, use: Use): string {
  if (tag !== LATEST) return tag;
  const uses = NOTED.get(repository);
  if (uses === undefined) checkAtSynthesis(repository, () => immutableLatest(repository));
  NOTED.set(repository, new Set([...(uses ?? []), use]));
  return tag;
}

function immutableLatest(repository: IRepository): Finding[] {
  const resource = repository.node.defaultChild;
  if (!resource || !CfnRepository.isCfnRepository(resource) || !isImmutable(resource, LATEST)) return [];
  return [...(NOTED.get(repository) ?? [])].map((use) => warningFinding('latest-tag', MESSAGES[use]));
}
