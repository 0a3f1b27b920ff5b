import { createHash } from 'crypto';
import { logicalIdOf } from './logical-id';
import { standardDifferences, StandardDifferences } from './standard-differences';
import { repositoryProperties } from '../deployed-settings';
import { Inventory, InventoryEntry } from '../inventory';

/** CloudFormation imports at most 200 resources at a time. */
const MOST_IMPORTED = 200;
/** CloudFormation accepts templates of up to 1,000,000 bytes; this leaves room for grants and outputs. */
const MOST_BYTES = 700_000;
/** Tags with this prefix are of AWS, and cannot be declared. */
const RESERVED = /^aws:/i;
const STACK_TAG = 'aws:cloudformation:stack-name';

/** A repository that can be adopted. */
export interface AdoptedRepository {
  readonly name: string;
  readonly logicalId: string;
  /** The properties of its resource. */
  readonly properties: { readonly [property: string]: unknown };
  /** The stack that manages it now, if one does. */
  readonly presentStack?: string;
  readonly standard: StandardDifferences;
}

/** A registry with its repositories, spread over stacks by name. */
export interface AdoptedRegistry {
  readonly account: string;
  readonly region: string;
  /** The number of stacks. With another number, repositories would move. */
  readonly stacks: number;
  readonly repositories: readonly AdoptedRepository[];
  /** Repositories that cannot be adopted, with the reasons. */
  readonly left: { readonly [name: string]: string };
}

/** Plans the adoption of all repositories of an inventory, each with exactly the settings that it has. */
export function adoptionPlan(inventory: Inventory): AdoptedRegistry[] {
  return [...inventory._registries()].map((registry) => {
    const left: Record<string, string> = {};
    const repositories: AdoptedRepository[] = [];
    for (const entry of registry.repositories()) {
      const reason = reasonToLeave(entry);
      if (reason === undefined) repositories.push(adopted(entry));
      else left[entry.name] = reason;
    }
    const { account, region } = registry;
    return { account, region, stacks: numberOfStacks(repositories), repositories, left };
  });
}

/** The stack of a repository, which its name alone determines, so that adding another repository moves none. */
export function stackOf(name: string, stacks: number): number {
  return createHash('sha256').update(name).digest().readUInt32BE() % stacks;
}

/** The name of a stack. */
export function stackName({ account, region }: Pick<AdoptedRegistry, 'account' | 'region'>, index: number): string {
  return `Ecr-${account}-${region}-${index + 1}`;
}

/** What was not read would be lost: CloudFormation removes a repository policy that the template does not declare. */
function reasonToLeave({ file }: InventoryEntry): string | undefined {
  const unread = ['lifecyclePolicyText', 'repositoryPolicyText', 'tags'].find((value) => value in file.missing);
  if (unread !== undefined) return `${unread} could not be read (${file.missing[unread]}), and would be lost. Collect again.`;
  if (file.repository.encryptionConfiguration === undefined) return 'the encryption is not known. Collect again.';
  try {
    repositoryProperties(file);
    return undefined;
  } catch {
    return 'the repository policy is not valid JSON. Correct it, and collect again.';
  }
}

function adopted({ name, file }: InventoryEntry): AdoptedRepository {
  const tags = file.tags ?? [];
  return {
    name,
    logicalId: logicalIdOf(name),
    properties: repositoryProperties({ ...file, tags: tags.filter(({ Key }) => !RESERVED.test(Key)) }),
    presentStack: tags.find(({ Key }) => Key === STACK_TAG)?.Value,
    standard: standardDifferences(file),
  };
}

/** The smallest number of stacks in which each can be imported at once and stays below the size of a template. */
function numberOfStacks(repositories: readonly AdoptedRepository[]): number {
  const sizes = repositories.map(({ name, properties }) => ({ name, bytes: JSON.stringify(properties).length + name.length + 500 }));
  for (let stacks = Math.max(1, Math.ceil(repositories.length / MOST_IMPORTED)); ; stacks++) {
    const counts = Array.from({ length: stacks }, () => ({ resources: 0, bytes: 0 }));
    for (const { name, bytes } of sizes) {
      const home = counts[stackOf(name, stacks)];
      home.resources += 1;
      home.bytes += bytes;
    }
    // one repository with a policy of that size has a stack of its own
    const fits = counts.every(({ resources, bytes }) => resources <= MOST_IMPORTED && (bytes <= MOST_BYTES || resources === 1));
    if (fits || stacks > repositories.length) return stacks;
  }
}
