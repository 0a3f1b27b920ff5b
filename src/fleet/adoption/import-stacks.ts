import { createHash } from 'crypto';

/** CloudFormation imports at most 200 resources at a time. */
const MOST_IMPORTED = 200;
/** CloudFormation accepts templates of up to 1,000,000 bytes; this leaves room for grants and outputs. */
const MOST_BYTES = 700_000;
/** For repositories that never fit together, such as two with one logical ID, more stacks than repositories are tried. */
const FURTHER_STACKS = 100;

/** What the distribution over stacks depends on. */
export interface ImportedRepository {
  readonly name: string;
  readonly logicalId: string;
  readonly properties: { readonly [property: string]: unknown };
}

/** The stack of a repository, which its name alone determines, so that adding another repository moves none. */
export function stackOf(name: string, stacks: number): number {
  return positionOf(name) % stacks;
}

/** The name of a stack. */
export function stackName({ account, region }: { readonly account: string; readonly region: string }, index: number): string {
  return `Ecr-${account}-${region}-${index + 1}`;
}

/** Whether a stack has the name of one that imports repositories of a registry. */
export function isStackOf({ account, region }: { readonly account: string; readonly region: string }, name: string): boolean {
  const prefix = `Ecr-${account}-${region}-`;
  return name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
}

/** The smallest number of stacks in which each can be imported at once and stays below the size of a template. */
export function numberOfStacks(repositories: readonly ImportedRepository[]): number {
  const members = repositories.map((repository) => ({
    position: positionOf(repository.name),
    logicalId: repository.logicalId,
    bytes: bytesInTemplate(repository),
  }));
  const least = Math.max(1, Math.ceil(members.length / MOST_IMPORTED));
  const most = members.length + FURTHER_STACKS;
  for (let stacks = least; stacks <= most; stacks++) if (fits(members, stacks)) return stacks;
  return most;
}

interface Member {
  readonly position: number;
  readonly logicalId: string;
  readonly bytes: number;
}

function fits(members: readonly Member[], stacks: number): boolean {
  const homes = Array.from({ length: stacks }, () => ({ logicalIds: new Set<string>(), bytes: 0 }));
  return members.every(({ position, logicalId, bytes }) => {
    const home = homes[position % stacks];
    // the names a/b and a--b have the same construct ID
    const isNew = !home.logicalIds.has(logicalId);
    home.logicalIds.add(logicalId);
    home.bytes += bytes;
    return isNew && home.logicalIds.size <= MOST_IMPORTED && home.bytes <= MOST_BYTES;
  });
}

/** The bytes of a resource in a template of aws-cdk-lib, which indents it, with its policies, metadata and construct path. */
function bytesInTemplate({ name, logicalId, properties }: ImportedRepository): number {
  const path = `Ecr-000000000000-ap-southeast-0-000/${name}/Resource`;
  const resource = { Type: '', Properties: properties, UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain', Metadata: { path } };
  return Buffer.byteLength(JSON.stringify({ Resources: { [logicalId]: resource } }, undefined, 1)) + 100;
}

function positionOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE();
}
