import * as aws from './aws-clients';
import { Registry } from './registry';
import { pullTimeExclusions } from './registry-settings';

/** Says what reading manifests does to pull times, and how to prevent it, before anything is read. */
export async function pullWarnings(registries: readonly Registry[]): Promise<string[]> {
  const commands = new Set<string>();
  const excluded = new Set<string>();
  let isRecorded = false;
  for (const registry of registries) {
    const exclusion = await exclusionOf(registry);
    if (exclusion !== undefined) {
      excluded.add(`--manifests: ${placeOf(registry)}: ${noPullOf(exclusion)}`);
      continue;
    }
    isRecorded = true;
    const command = exclusionCommand(registry);
    if (command !== undefined) commands.add(`  ${command}`);
  }
  const warning =
    '--manifests: Amazon ECR records a pull of each active image, because its manifest is read. Lifecycle rules with sinceImagePulled count from this pull, ' +
    'so that they archive the images later. The manifests are read last.';
  const remedy = 'To exclude the caller before that, add the path of the role to its ARN, if it has one, and run:';
  return [...excluded, ...(isRecorded ? [warning] : []), ...(commands.size === 0 ? [] : [remedy]), ...commands];
}

/** Says how many images get a pull time, before their manifests are read. */
export async function pullNotice(registry: Registry, imageCount: number): Promise<string> {
  const exclusion = await exclusionOf(registry);
  const images = `${imageCount.toLocaleString('en')} ${imageCount === 1 ? 'image' : 'images'}`;
  const pulls = exclusion === undefined ? 'Amazon ECR records a pull of each.' : noPullOf(exclusion);
  return `${placeOf(registry)}: reads the manifests of ${images}. ${pulls}`;
}

/** The command that keeps the pulls of a caller from being recorded; undefined if the caller is neither a role nor a user. */
export function exclusionCommand(registry: Registry): string | undefined {
  const arn = principalOf(registry);
  const of = registry.profile === undefined ? '' : ` --profile ${registry.profile}`;
  return arn && `aws ecr register-pull-time-update-exclusion --principal-arn ${arn} --region ${registry.region}${of}`;
}

/** The exclusion of a caller among those of a registry. The name of a role is unique in an account, but a session does not have the path of its role. */
export function exclusionAmong(exclusions: readonly string[], caller: Registry): string | undefined {
  const principal = principalOf(caller);
  const [, roles, name] = /^(.*:role\/)(.*)$/.exec(principal ?? '') ?? [];
  return exclusions.find((arn) => arn === principal || (roles !== undefined && arn.startsWith(roles) && arn.endsWith(`/${name}`)));
}

/** The ARN to exclude, without the path of a role. */
function principalOf({ caller }: Registry): string | undefined {
  const arn = caller.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
  return /:iam::\d+:(role|user)\//.test(arn) ? arn : undefined;
}

/** Undefined if there is none, and if the exclusions cannot be read. */
async function exclusionOf(registry: Registry): Promise<string | undefined> {
  try {
    return exclusionAmong(await pullTimeExclusions(new aws.ECRClient(registry.clients)), registry);
  } catch {
    return undefined;
  }
}

function noPullOf(exclusion: string): string {
  return `The registry excludes ${exclusion} from pull times. If this is the complete ARN of the caller, no pull is recorded.`;
}

function placeOf({ account, region }: Registry): string {
  return `${account} ${region}`;
}
