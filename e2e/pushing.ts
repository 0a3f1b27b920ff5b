import { strict as assert } from 'node:assert';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPushCommands } from './apps';
import { AwsCli } from './aws-cli';
import { startBuildKit, withoutBuildKit } from './build-kit';
import { PushShell } from './push-shell';
import { Manifest, RegistryClient } from './registry-client';
import { registryHosts } from './registry-hosts';
import { DeployedStack } from './stack';
import { Story } from './story';
import { WORKSHOP } from './workshop';
import { answers } from '../tools/process';

const REPOSITORY = 'team/pushed';
const BOTH = ['linux/amd64', 'linux/arm64'];

/** Runs the lines of `pushCommands`, as the outputs of a stack print them, with each client that needs no engine. */
export async function pushing(story: Story, aws: AwsCli, registry: RegistryClient, emulator: string): Promise<void> {
  if (process.platform !== 'linux') return story.skip('the push commands: their clients trust a certificate of this test only on Linux');

  const forms = await story.step('a repository is deployed, with its push commands as outputs', async () => {
    const stack = new DeployedStack(aws, 'Pushed');
    await stack.deploy(withPushCommands(REPOSITORY));
    return Object.fromEntries(Object.entries(await stack.outputs()).map(([name, lines]) => [name, lines.split('\n')]));
  });
  const [ipv4, dualStack] = [forms.Docker, forms.DockerCache].map(([login]) => login.split(' ').pop()!);
  const password = (await aws.text('ecr', 'get-login-password')).trim();
  const hosts = await story.step(`the emulator has the names ${ipv4} and ${dualStack}`, () =>
    registryHosts([ipv4, dualStack], emulator, password),
  );
  try {
    const shell = new PushShell(hosts.variables, emulator);
    await shell.prepare();
    await loggingIn(story, shell, forms);
    await helping(story, shell, registry, [ipv4, dualStack]);
    await building(story, shell, registry, forms);
    await buildingWithPodman(story, shell, registry, forms);
  } finally {
    hosts.close();
  }
}

type Forms = Readonly<Record<string, readonly string[]>>;

async function loggingIn(
  story: Story,
  shell: PushShell,
  { Docker: docker, DockerPlatforms: platforms, DockerCache: cache }: Forms,
): Promise<void> {
  const loggedIn = () => Object.keys((JSON.parse(readFileSync(shell.config, 'utf8')) as { auths: object }).auths);

  await story.step('docker login logs in to one host with the password that the AWS CLI prints', async () => {
    const wrong = docker[0].replace(/^aws[^|]*/, 'echo wrong ');
    assert.match((await shell.attempt(wrong)).stderr, /401 Unauthorized/);
    await shell.run(docker[0]);
    assert.deepEqual(loggedIn(), [docker[0].split(' ').pop()]);
    await shell.run(cache[0]);
    assert.equal(loggedIn().length, 2);
  });

  await story.step(
    'docker build, tag and push and docker buildx create are parsed to where they call an engine, which does not run',
    async () => {
      const create = platforms[1].replace(/^.* \|\| /, '');
      for (const line of [...docker.slice(1), create]) {
        assert.match((await shell.attempt(line)).stderr, /failed to connect to the docker API/, line);
        const misspelt = line.replace(/^(docker(?: buildx)? \w+)/, '$1 --misspelt');
        assert.match((await shell.attempt(misspelt)).stderr, /unknown flag: --misspelt/, misspelt);
      }
    },
  );
}

/** The credential helper, as docs/pipeline.md sets it up. */
async function helping(story: Story, shell: PushShell, registry: RegistryClient, hosts: readonly string[]): Promise<void> {
  await story.step('with docker-credential-ecr-login a client pushes to both hosts without docker login', async () => {
    const digest = await registry.push(`${REPOSITORY}:copied`, 'copied by the credential helper');
    const folder = join(WORKSHOP, 'helper-home');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const host of hosts) {
      const tag = host.includes('dkr-ecr') ? 'copied-dual-stack' : 'copied-ipv4';
      const copy = () => shell.attempt(`crane tag ${host}/${REPOSITORY}@${digest} ${tag}`, { DOCKER_CONFIG: folder });
      writeFileSync(join(folder, 'config.json'), '{}');
      assert.match((await copy()).stderr, /401 Unauthorized/);
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ credHelpers: { [host]: 'ecr-login' } }));
      assert.equal((await copy()).status, 0);
      assert.equal(await registry.digest(`${REPOSITORY}:${tag}`), digest);
    }
  });
}

async function building(story: Story, shell: PushShell, registry: RegistryClient, forms: Forms): Promise<void> {
  const reason = withoutBuildKit();
  if (reason) return story.skip(`docker buildx build: ${reason}`);
  const builder = startBuildKit(shell.variables);
  try {
    await story.step('docker buildx build pushes two platforms under two tags', async () => {
      await shell.run(`docker buildx create --name ecr --driver remote --bootstrap ${builder.address}`);
      const sha = await shell.commit();
      await shell.run(forms.DockerPlatforms.join('\n'));
      for (const tag of [sha, 'v1']) assert.deepEqual(platformsOf(await registry.manifest(`${REPOSITORY}:DockerPlatforms-${tag}`)), BOTH);
    });

    await story.step(
      'with a cache, the next build reads what the last one has written to the repository, on the dual-stack host',
      async () => {
        const build = async () => {
          await shell.run('docker buildx prune --builder ecr --all --force');
          const sha = await shell.commit();
          const printed = await shell.run(forms.DockerCache.join('\n'));
          assert.deepEqual(platformsOf(await registry.manifest(`${REPOSITORY}:DockerCache-${sha}`)), BOTH);
          return /CACHED/.test(printed);
        };
        assert.deepEqual([await build(), await build()], [false, true]);
        // Amazon ECR accepts no other form of a cache, the emulator does
        assert.equal((await registry.manifest(`${REPOSITORY}:cache`)).mediaType, 'application/vnd.oci.image.manifest.v1+json');
      },
    );
  } finally {
    await builder.stop();
  }
}

async function buildingWithPodman(story: Story, shell: PushShell, registry: RegistryClient, forms: Forms): Promise<void> {
  if (!answers({ program: 'podman', args: ['--version'] })) {
    console.log('        without Podman, which is not installed');
    return;
  }
  await story.step('podman builds and pushes', async () => {
    const sha = await shell.commit();
    await shell.run(forms.Podman.join('\n'));
    assert.equal(await registry.digest(`${REPOSITORY}:Podman-v1`), await registry.digest(`${REPOSITORY}:Podman-${sha}`));
  });
  await story.step('podman builds and pushes two platforms, twice, and nothing of the first build is in the second list', async () => {
    for (const content of ['the second', 'the third']) {
      const sha = await shell.commit(content);
      await shell.run(forms.PodmanPlatforms.join('\n'));
      assert.deepEqual(platformsOf(await registry.manifest(`${REPOSITORY}:PodmanPlatforms-${sha}`)), BOTH);
    }
  });
}

/** The platforms in a manifest list, without the attestations that Docker adds to it. */
function platformsOf({ manifests = [] }: Manifest): string[] {
  const platforms = manifests.map(({ platform: { os, architecture } }) => `${os}/${architecture}`);
  return platforms.filter((platform) => platform !== 'unknown/unknown').sort();
}
