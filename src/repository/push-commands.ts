import { CfnRepository, IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerTool } from './container-tool';
import { dualStackRegistry } from './dual-stack';
import { isImmutable } from './immutable-tag';
import { notedTag } from './latest-tag';
import { TAG } from '../lifecycle/core/image-reference';
import { errorFinding, Finding } from '../private/finding';
import { quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** Options for `SecureRepository.pushCommands`. */
export interface PushCommandsOptions {
  /**
   * The tool that builds and pushes the image.
   * @default ContainerTool.DOCKER
   */
  readonly tool?: ContainerTool;

  /**
   * The platforms of the image in the form `os/arch` or `os/arch/variant`, such as `linux/amd64` and `linux/arm64`. The pushed image is a
   * manifest list. Instructions that run programs of another architecture require an emulator, such as QEMU.
   * @default - the platform of the computer that builds the image
   */
  readonly platforms?: string[];

  /**
   * The tag of the build cache in this repository, such as `cache`. Each build reads the cache and replaces it, so that the principal requires
   * permission to pull and push, and the tag must be one of `mutableTags`. Requires Docker or Finch: the cache of Podman consists of
   * images with tags of their own.
   * @default - no build cache in the repository
   * @see https://docs.docker.com/build/cache/backends/registry/
   */
  readonly cache?: string;

  /**
   * Whether to use the dual-stack host of the registry, `dualStackRegistryUri`. Other commands that use the image must use the same host.
   * @default false - the IPv4 host, `registryUri`
   */
  readonly dualStack?: boolean;
}

/** Text that a shell expands between double quotes, as in `$(git rev-parse --short HEAD)` and `v${VERSION}`. */
const SHELL = /^[^"`\n\\]*\$[^"`\n\\]*$/;
/** @see https://github.com/containerd/platforms */
const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/;
/** The builder of Docker Buildx: unlike the default one, it builds several platforms and exports a cache. */
const BUILDER = 'ecr';

/** What the commands build, and where they push it. */
interface Build {
  readonly name: string;
  readonly uri: string;
  readonly tags: readonly string[];
  /** The option for the platforms, or an empty list. */
  readonly platform: readonly string[];
  /** The options for the cache, or an empty list. */
  readonly cache: readonly string[];
}

/** The commands for logging in, building, tagging and pushing, by default as the console shows them. */
export function pushCommands(repository: IRepository, tags: string[], options: PushCommandsOptions): string[] {
  checkType(repository, 'tags', tags, 'texts');
  if (tags.length === 0) {
    throw new SecureRepositoryError(
      'push-commands',
      repository,
      'tags is empty, but must have at least one tag. Omit tags to use the git SHA.',
    );
  }
  tags.forEach((tag) => checkTag(repository, 'tag', tag));
  checkPushOptions(repository, tags, options);
  tags.forEach((tag) => notedTag(repository, tag, 'push'));
  const { tool = ContainerTool.DOCKER, platforms, cache, dualStack } = options;
  const { repositoryName, env } = repository;
  const registry = dualStack ? dualStackRegistry(repository, repository.stack.account, repository.stack.region) : repository.registryUri;
  const uri = `${registry}/${repositoryName}`;
  const build: Build = {
    name: repositoryName,
    uri,
    tags,
    platform: platforms === undefined ? [] : [`--platform ${platforms.join(',')}`],
    cache: cache === undefined ? [] : cacheOptions(`${uri}:${cache}`),
  };
  return [
    `aws ecr get-login-password --region ${env.region} | ${tool} login --username AWS --password-stdin ${registry}`,
    ...COMMANDS[tool](build),
  ];
}

/** Amazon ECR rejects a cache that is not an OCI image manifest, which older versions of BuildKit do not write by default. */
function cacheOptions(reference: string): string[] {
  return [
    `--cache-from "type=registry,ref=${reference}"`,
    `--cache-to "type=registry,ref=${reference},mode=max,image-manifest=true,oci-mediatypes=true"`,
  ];
}

const COMMANDS: { readonly [tool in ContainerTool]: (build: Build) => string[] } = {
  docker: (build) => {
    const { uri, tags, platform, cache } = build;
    if (platform.length + cache.length === 0) return builtTaggedPushed('docker', build);
    const options = [...platform, ...cache, ...tags.map((tag) => `--tag "${uri}:${tag}"`)];
    return [
      `docker buildx inspect ${BUILDER} > /dev/null 2>&1 || docker buildx create --name ${BUILDER} --driver docker-container`,
      `docker buildx build --builder ${BUILDER} ${options.join(' ')} --push .`,
    ];
  },
  // without --all-platforms, Finch pushes the platform of the computer only
  finch: (build) => builtTaggedPushed('finch', build, build.platform.length > 0 ? ['--all-platforms'] : []),
  podman: (build) => {
    const { name, uri, tags, platform } = build;
    if (platform.length === 0) return builtTaggedPushed('podman', build);
    // Podman adds images to a list that exists, so that an earlier build would remain in it
    const list = `${name}:platforms`;
    return [
      `podman manifest exists ${list} && podman manifest rm ${list}`,
      `podman build ${platform.join(' ')} --manifest ${list} .`,
      ...tags.map((tag) => `podman manifest push --all ${list} "docker://${uri}:${tag}"`),
    ];
  },
};

function builtTaggedPushed(tool: string, { name, uri, tags, platform, cache }: Build, pushOptions: readonly string[] = []): string[] {
  return [
    [tool, 'build', ...platform, ...cache, '-t', name, '.'].join(' '),
    ...tags.flatMap((tag) => [`${tool} tag ${name}:latest "${uri}:${tag}"`, [tool, 'push', ...pushOptions, `"${uri}:${tag}"`].join(' ')]),
  ];
}

function checkPushOptions(repository: IRepository, tags: readonly string[], options: PushCommandsOptions): void {
  checkOptions(repository, 'options', options, { tool: 'text', platforms: 'texts', cache: 'text', dualStack: 'flag' });
  const { tool = ContainerTool.DOCKER, platforms, cache } = options;
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('push-commands', repository, problem);
  };
  const tools = Object.values(ContainerTool);
  if (!tools.includes(tool)) {
    refuse(`tool is ${quoted(tool)}, but must be one of ${tools.join(', ')}. Use ContainerTool.DOCKER, for example.`);
  }
  if (platforms?.length === 0) {
    refuse('platforms is empty, but must have at least one platform. Omit platforms for the platform of the computer.');
  }
  const wrong = platforms?.find((platform) => !isUnknown(platform) && !PLATFORM.test(platform));
  if (wrong !== undefined) {
    refuse(
      `platforms has ${quoted(wrong)}, but a platform has the form os/arch or os/arch/variant. Use "linux/amd64" or "linux/arm64", for example.`,
    );
  }
  if (cache === undefined) return;
  if (tool === ContainerTool.PODMAN) {
    refuse(
      `cache is ${quoted(cache)} for podman, but Podman stores its cache as images with tags of their own. Use ContainerTool.DOCKER or ` +
        'FINCH, or remove cache.',
    );
  }
  checkTag(repository, 'cache', cache);
  if (tags.includes(cache)) {
    refuse(`cache is ${quoted(cache)}, but is also one of the tags of the image, which it would replace. Use another tag for the cache.`);
  }
  const resource = repository.node.defaultChild;
  if (resource && CfnRepository.isCfnRepository(resource) && !isUnknown(cache) && TAG.test(cache)) {
    checkAtSynthesis(repository, () => immutableCache(resource, cache));
  }
}

/** The second build cannot replace a cache whose tag is immutable. */
function immutableCache(resource: CfnRepository, cache: string): Finding[] {
  if (!isImmutable(resource, cache)) return [];
  return [
    errorFinding(
      'push-cache-immutable',
      `the push commands store the build cache under the tag ${quoted(cache)}, but that tag is immutable, so that no second build can replace the ` +
        `cache. Add ${quoted(cache)} to mutableTags.`,
    ),
  ];
}

function checkTag(repository: IRepository, name: string, tag: string): void {
  if (isUnknown(tag) || TAG.test(tag) || SHELL.test(tag)) return;
  throw new SecureRepositoryError(
    'push-commands',
    repository,
    `${name} is ${quoted(tag)}, but must be 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." or "-", or shell text ` +
      'without double quotes, backquotes, backslashes and line breaks. Pass the tag as it is pushed, or text such as "$(git rev-parse --short HEAD)".',
  );
}
