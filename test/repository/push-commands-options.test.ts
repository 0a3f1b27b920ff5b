import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_ecr as ecr, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerTool, PushCommandsOptions, SecureRepository, SecureRepositoryProps } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const HOST = '111111111111.dkr-ecr.eu-west-1.on.aws';
const URI = `${HOST}/team/myapp`;
const CACHE =
  `--cache-from "type=registry,ref=${URI}:cache" ` +
  `--cache-to "type=registry,ref=${URI}:cache,mode=max,image-manifest=true,oci-mediatypes=true"`;
const BOTH = ['linux/amd64', 'linux/arm64'];

function repositoryIn(props: SecureRepositoryProps = {}, env: { account?: string; region?: string } = HOME): SecureRepository {
  return new SecureRepository(new Stack(new App(), 'Shop', { env }), 'Repository', { repositoryName: 'team/myapp', ...props });
}

/** The commands without the login, with the names that are known at synthesis in place of references. */
function commands(options: PushCommandsOptions, tags = ['v1', 'v2']): string[] {
  const repository = repositoryIn();
  const lines = repository.pushCommands(tags, { dualStack: true, ...options }).slice(1);
  return lines.map((line) => line.split(repository.repositoryName).join('team/myapp'));
}

describe('the commands', () => {
  test.each([
    [
      'docker',
      {},
      [
        'docker build -t team/myapp .',
        `docker tag team/myapp:latest "${URI}:v1"`,
        `docker push "${URI}:v1"`,
        `docker tag team/myapp:latest "${URI}:v2"`,
        `docker push "${URI}:v2"`,
      ],
    ],
    [
      'docker for several platforms',
      { platforms: BOTH },
      [
        'docker buildx inspect ecr > /dev/null 2>&1 || docker buildx create --name ecr --driver docker-container',
        `docker buildx build --builder ecr --platform linux/amd64,linux/arm64 --tag "${URI}:v1" --tag "${URI}:v2" --push .`,
      ],
    ],
    [
      'docker with a cache',
      { platforms: ['linux/arm/v7'], cache: 'cache' },
      [
        'docker buildx inspect ecr > /dev/null 2>&1 || docker buildx create --name ecr --driver docker-container',
        `docker buildx build --builder ecr --platform linux/arm/v7 ${CACHE} --tag "${URI}:v1" --tag "${URI}:v2" --push .`,
      ],
    ],
    [
      'finch',
      { tool: ContainerTool.FINCH },
      [
        'finch build -t team/myapp .',
        `finch tag team/myapp:latest "${URI}:v1"`,
        `finch push "${URI}:v1"`,
        `finch tag team/myapp:latest "${URI}:v2"`,
        `finch push "${URI}:v2"`,
      ],
    ],
    [
      'finch for several platforms with a cache',
      { tool: ContainerTool.FINCH, platforms: BOTH, cache: 'cache' },
      [
        `finch build --platform linux/amd64,linux/arm64 ${CACHE} -t team/myapp .`,
        `finch tag team/myapp:latest "${URI}:v1"`,
        `finch push --all-platforms "${URI}:v1"`,
        `finch tag team/myapp:latest "${URI}:v2"`,
        `finch push --all-platforms "${URI}:v2"`,
      ],
    ],
    [
      'podman',
      { tool: ContainerTool.PODMAN },
      [
        'podman build -t team/myapp .',
        `podman tag team/myapp:latest "${URI}:v1"`,
        `podman push "${URI}:v1"`,
        `podman tag team/myapp:latest "${URI}:v2"`,
        `podman push "${URI}:v2"`,
      ],
    ],
    [
      'podman for several platforms',
      { tool: ContainerTool.PODMAN, platforms: BOTH },
      [
        'podman manifest exists team/myapp:platforms && podman manifest rm team/myapp:platforms',
        'podman build --platform linux/amd64,linux/arm64 --manifest team/myapp:platforms .',
        `podman manifest push --all team/myapp:platforms "docker://${URI}:v1"`,
        `podman manifest push --all team/myapp:platforms "docker://${URI}:v2"`,
      ],
    ],
  ])('of %s', (_title, options: PushCommandsOptions, expected) => {
    expect(commands(options)).toEqual(expected);
  });

  test.each([ContainerTool.DOCKER, ContainerTool.FINCH, ContainerTool.PODMAN])('log %s in to the host that they push to', (tool) => {
    const repository = repositoryIn();
    const login = (options: object) => repository.pushCommands(['v1'], { tool, ...options })[0];
    const before = `aws ecr get-login-password --region eu-west-1 | ${tool} login --username AWS --password-stdin`;
    expect(login({ dualStack: true })).toBe(`${before} ${HOST}`);
    expect(login({})).toBe(`${before} ${repository.registryUri}`);
    expect(repository.pushCommands(['v1'], { tool }).join('\n')).not.toContain('dkr-ecr');
  });

  test('without options are those of before', () => {
    const repository = repositoryIn();
    expect(repository.pushCommands(['v1'], {})).toEqual(repository.pushCommands(['v1']));
    expect(repository.pushCommands(['v1'], { tool: ContainerTool.DOCKER, dualStack: false })).toEqual(repository.pushCommands(['v1']));
  });
});

describe("each option is in the tool's documentation", () => {
  type Tool = { readonly [command: string]: readonly string[] };
  const tools = JSON.parse(readFileSync(join(__dirname, '../data/container-tools.json'), 'utf8')) as { readonly [tool: string]: Tool };
  const forms = Object.values(ContainerTool).flatMap((tool) =>
    [undefined, BOTH].flatMap((platforms) =>
      [undefined, 'cache']
        .filter((cache) => cache === undefined || tool !== ContainerTool.PODMAN)
        .map((cache) => ({ tool, platforms, cache })),
    ),
  );

  test.each(forms)('%j', (options) => {
    const calls = repositoryIn()
      .pushCommands(['v1'], options)
      .flatMap((line) => line.split(/ (?:\||\|\||&&) /))
      .filter((call) => !call.startsWith('aws '));
    expect(calls.length).toBeGreaterThan(2);
    for (const call of calls) {
      const [tool, ...words] = call
        .replace(/"[^"]*"/g, 'TEXT')
        .replace(/ > .*/, '')
        .split(' ');
      const command = ['buildx', 'manifest'].includes(words[0]) ? words.slice(0, 2).join(' ') : words[0];
      expect(Object.keys(tools[tool])).toContain(command);
      for (const option of words.filter((word) => word.startsWith('-'))) expect(tools[tool][command]).toContain(option);
    }
  });
});

describe('the dual-stack host', () => {
  test.each([
    ['eu-west-1', '111111111111.dkr-ecr.eu-west-1.on.aws'],
    ['us-gov-west-1', '111111111111.dkr-ecr.us-gov-west-1.on.aws'],
    ['xx-new-9', '111111111111.dkr-ecr.xx-new-9.on.aws'],
  ])('of %s', (region, host) => {
    expect(repositoryIn({}, { ...HOME, region }).dualStackRegistryUri).toBe(host);
  });

  test('of a stack without an environment', () => {
    const repository = repositoryIn({}, {});
    expect(repository.stack.resolve(repository.dualStackRegistryUri)).toEqual({
      'Fn::Join': ['', [{ Ref: 'AWS::AccountId' }, '.dkr-ecr.', { Ref: 'AWS::Region' }, '.on.aws']],
    });
  });

  test.each(['cn-north-1', 'us-iso-east-1', 'eusc-de-east-1'])('does not exist in %s', (region) => {
    const repository = repositoryIn({}, { ...HOME, region });
    const problem =
      `Shop/Repository: the Region is "${region}", but AWS documents dual-stack hosts of Amazon ECR only for commercial Regions and AWS GovCloud (US). ` +
      'Use registryUri. [cdk-secure-repository:dual-stack]';
    expect(() => repository.dualStackRegistryUri).toThrow(problem);
    expect(() => repository.pushCommands(['v1'], { dualStack: true })).toThrow(problem);
    expect(() => repository.pushCommands(['v1'])).not.toThrow();
  });
});

describe('the tag of the cache', () => {
  const synthesized = (props: SecureRepositoryProps, cache: string, change?: (resource: ecr.CfnRepository) => void) => {
    const repository = repositoryIn(props);
    repository.pushCommands(['v1'], { cache });
    change?.(repository.node.defaultChild as ecr.CfnRepository);
    return () => Template.fromStack(repository.stack);
  };
  const problem = (cache: string) =>
    `[Shop/Repository] the push commands store the build cache under the tag "${cache}", but that tag is immutable, so that no second build can ` +
    `replace the cache. Add "${cache}" to mutableTags. [cdk-secure-repository:push-cache-immutable]`;

  test.each([
    [{}, 'cache'],
    [{ mutableTags: ['latest'] }, 'cache'],
    [{ mutableTags: ['cache-*'] }, 'cache'],
    [{ mutableTags: ['c.che'] }, 'cache'],
  ])('has to be mutable: %j', (props, cache) => {
    expect(synthesized(props, cache)).toThrow(problem(cache));
  });

  test.each([
    [{ mutableTags: ['cache'] }, 'cache'],
    [{ mutableTags: ['latest', 'cache*'] }, 'cache-arm64'],
    [{ mutableTags: ['*'] }, 'cache'],
    [{ mutableTags: [Fn.importValue('Tag')] }, 'cache'],
    [{}, 'cache-$(git branch --show-current)'],
    [{}, Fn.importValue('Cache')],
  ])('is mutable or not judged: %j', (props, cache) => {
    expect(synthesized(props, cache)).not.toThrow();
  });

  test('is judged by the template', () => {
    expect(synthesized({}, 'cache', (resource) => (resource.imageTagMutability = 'MUTABLE'))).not.toThrow();
    const excluded = (resource: ecr.CfnRepository) => (resource.imageTagMutability = 'MUTABLE_WITH_EXCLUSION');
    expect(synthesized({ mutableTags: ['cache'] }, 'cache', excluded)).toThrow(problem('cache'));
  });
});

describe('who reads the cache', () => {
  const grantees = (cache: string | undefined, grant: (repository: SecureRepository, role: iam.Role) => void) => {
    const repository = repositoryIn({ mutableTags: ['cache'] });
    repository.pushCommands(['v1'], { cache });
    grant(repository, new iam.Role(repository.stack, 'Builder', { assumedBy: new iam.AccountRootPrincipal() }));
    return warningsOf(repository.stack);
  };

  test('has to be able to pull', () => {
    expect(grantees('cache', (repository, role) => repository.grantPush(role))).toEqual([
      '/Shop/Repository Shop/Builder can push but not pull, and the push commands read the build cache from the repository. ' +
        'Grant grantPullPush, or set pull to true on a publisher. [ack: cdk-secure-repository:push-cache-without-pull]',
    ]);
  });

  test.each<[string, string | undefined, (repository: SecureRepository, role: iam.Role) => unknown]>([
    ['pulls and pushes', 'cache', (repository, role) => repository.grantPullPush(role)],
    ['pulls and pushes by two grants', 'cache', (repository, role) => [repository.grantPush(role), repository.grantPull(role)]],
    ['only pulls', 'cache', (repository, role) => repository.grantPull(role)],
    ['pushes without a cache', undefined, (repository, role) => repository.grantPush(role)],
  ])('is not warned of when it %s', (_title, cache, grant) => {
    expect(grantees(cache, grant)).toEqual([]);
  });
});

describe('bad input', () => {
  test.each([
    [{ tool: 'buildah' }, 'tool is "buildah", but must be one of docker, finch, podman. Use ContainerTool.DOCKER, for example.'],
    [{ platforms: [] }, 'platforms is empty, but must have at least one platform. Omit platforms for the platform of the computer.'],
    [
      { platforms: ['linux/amd64', 'arm64'] },
      'platforms has "arm64", but a platform has the form os/arch or os/arch/variant. Use "linux/amd64" or "linux/arm64", for example.',
    ],
    [{ platforms: ['linux/amd64; rm -r .'] }, 'platforms has "linux/amd64; rm -r .", but a platform has the form'],
    [
      { tool: ContainerTool.PODMAN, cache: 'cache' },
      'cache is "cache" for podman, but Podman stores its cache as images with tags of their own. Use ContainerTool.DOCKER or FINCH, or remove cache.',
    ],
    [{ cache: 'a b' }, 'cache is "a b", but must be 1 to 128 letters,'],
    [{ cache: 'v1' }, 'cache is "v1", but is also one of the tags of the image, which it would replace. Use another tag for the cache.'],
  ])('%j', (options: object, problem) => {
    const call = () => repositoryIn().pushCommands(['v1'], options as PushCommandsOptions);
    expect(call).toThrow(`Shop/Repository: ${problem}`);
    expect(call).toThrow('[cdk-secure-repository:push-commands]');
  });

  test.each([{ platforms: 'linux/amd64' }, { cache: true }, { dualStack: 'yes' }, { tool: 1 }])('another type: %j', (options: object) => {
    expect(() => repositoryIn().pushCommands(['v1'], options as PushCommandsOptions)).toThrow('[cdk-secure-repository:input-type]');
  });
});
