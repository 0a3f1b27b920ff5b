import { numberOfStacks } from './import-stacks';
import { logicalIdOf } from './logical-id';
import { standardDifferences, StandardDifferences } from './standard-differences';
import { repositoryProperties } from '../deployed-settings';
import { Inventory, InventoryEntry } from '../inventory';

/** Tags with this prefix are of AWS, and cannot be declared. */
const RESERVED = /^aws:/i;
const STACK_TAG = 'aws:cloudformation:stack-name';
/** The images of a repository with this tag are deleted when its stack loses the custom resource of `autoDeleteImages`. */
const AUTO_DELETE_TAG = 'aws-cdk:auto-delete-images';

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

/** What was not read would be lost: CloudFormation removes a repository policy that the template does not declare. No step may delete an image. */
function reasonToLeave({ file }: InventoryEntry): string | undefined {
  const values = { lifecyclePolicyText: 'the lifecycle policy', repositoryPolicyText: 'the repository policy', tags: 'the tags' } as const;
  for (const [value, name] of Object.entries(values)) {
    const isRead = !(value in file.missing) && file[value as keyof typeof values] !== undefined;
    if (!isRead) return `${name} could not be read (${file.missing[value] ?? 'no reason is recorded'}), and would be lost. Collect again.`;
  }
  const { encryptionConfiguration: encryption, imageTagMutability: mutability, imageScanningConfiguration: scanning } = file.repository;
  if (encryption === undefined) return 'the encryption is not known. Collect again.';
  if (mutability === undefined) return 'the tag mutability is not known. Collect again.';
  if (scanning?.scanOnPush === undefined) return 'the scan setting is not known. Collect again.';
  if (file.tags?.some(({ Key, Value }) => Key === AUTO_DELETE_TAG && Value === 'true')) {
    return `autoDeleteImages would delete its images when it leaves its stack. Remove autoDeleteImages, deploy, check that the tag ${AUTO_DELETE_TAG} is gone, and collect again.`;
  }
  try {
    // CloudFormation replaces such text at the deployment
    const hasReference = JSON.stringify(repositoryProperties(file)).includes('{{resolve:');
    return hasReference ? 'a value contains {{resolve:, which CloudFormation replaces. Change the value, and collect again.' : undefined;
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
