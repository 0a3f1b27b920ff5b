import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PresentRepository, REGION } from './forty-repositories';
import { Story } from './story';
import { attempt, run } from './workshop';

/** A repository of the state that is in another Region, and stays with Terraform. */
const STAYS = { name: 'stays/with-terraform', region: 'us-east-1' };

/** A state of Terraform that manages repositories and their policies, as `terraform state pull` prints it. The first repository has a resource of its own. */
export function stateOf(account: string, repositories: readonly PresentRepository[]): string {
  const [single, ...others] = repositories;
  const repository = ({ name, region = REGION }: { readonly name: string; readonly region?: string }) => ({
    name,
    registry_id: account,
    arn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
  });
  const policies = (of: (one: PresentRepository) => unknown) =>
    repositories.filter((one) => of(one) !== undefined).map(({ name }) => [name, { repository: name, registry_id: account }] as const);
  const resources = [
    resource('aws_ecr_repository', 'single', [[undefined, repository(single)]]),
    resource(
      'aws_ecr_repository',
      'service',
      [...others, STAYS].map((one) => [one.name, repository(one)]),
    ),
    resource(
      'aws_ecr_lifecycle_policy',
      'service',
      policies(({ lifecyclePolicyText }) => lifecyclePolicyText),
    ),
    resource(
      'aws_ecr_repository_policy',
      'service',
      policies(({ policy }) => policy),
    ),
  ];
  const lineage = '1234abcd-12ab-34cd-56ef-1234567890ab';
  return JSON.stringify({ version: 4, terraform_version: '1.11.4', serial: 1, lineage, outputs: {}, resources });
}

/** Runs Terraform on the texts that `adopt` wrote for a state, where it is installed. */
export async function releasing(story: Story, state: string, texts: string, folder: string): Promise<void> {
  const variables = { CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: '-no-color' };
  const installed = await attempt('terraform', ['version'], { variables }).catch(() => ({ status: undefined }));
  if (installed.status !== 0) {
    return story.notRun('fmt, validate and state rm on the texts for Terraform, because terraform is not installed');
  }
  const terraform = (place: string, ...args: string[]) => run('terraform', [`-chdir=${place}`, ...args], { variables });

  await story.step('Terraform formats and validates the removed blocks', async () => {
    // without the state, whose provider Terraform would look for
    const place = join(folder, 'removed');
    mkdirSync(place);
    cpSync(join(texts, 'removed.tf'), join(place, 'removed.tf'));
    assert.equal(await terraform(place, 'fmt', '-check', '-diff'), '');
    await terraform(place, 'init', '-backend=false');
    const { valid, diagnostics } = JSON.parse(await terraform(place, 'validate', '-json')) as { valid: boolean; diagnostics: unknown[] };
    assert.deepEqual({ valid, diagnostics }, { valid: true, diagnostics: [] });
  });
  await story.step('its state rm forgets every adopted instance, and the one in another Region stays', async () => {
    const place = join(folder, 'state');
    mkdirSync(place);
    writeFileSync(join(place, 'terraform.tfstate'), state);
    await run('sh', ['-c', 'cd "$1" && sh "$2"', 'sh', place, join(texts, 'state-rm.sh')], { variables });
    const left = (await terraform(place, 'state', 'list')).trim().split('\n');
    const removed = [...readFileSync(join(texts, 'removed.tf'), 'utf8').matchAll(/from = (.*)/g)].map(([, from]) => from);
    assert.deepEqual(
      left.filter((address) => !removed.includes(address.replace(/\[.*/, ''))),
      [`aws_ecr_repository.service["${STAYS.name}"]`],
    );
  });
  story.notRun('the apply of the removed blocks for these repositories, because it needs the provider hashicorp/aws');
}

function resource(type: string, name: string, instances: readonly (readonly [string | undefined, object])[]): object {
  return {
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: instances.map(([key, attributes]) => ({ ...(key === undefined ? {} : { index_key: key }), schema_version: 0, attributes })),
  };
}
