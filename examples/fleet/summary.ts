import { SecureRepository } from 'cdk-secure-repository';
import { FleetContents } from './fleet-app';
import { TeamRepositories } from './team-repositories';

/** Describes the app in words: the settings of each registry, and the settings and permissions of each group of equal repositories. */
export function summaryOf({ registries, repositories }: FleetContents): string {
  const sections = [
    ...registries.map((registry) => [`Registry ${registry.env.account} ${registry.env.region}`, ...registry.describe().map(indented)]),
    ...repositories.map(describeTeam),
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function describeTeam({ team, region, repositories }: TeamRepositories): string[] {
  const groups = new Map<string, string[]>();
  for (const [name, repository] of repositories) {
    const description = describeRepository(repository).map(indented).map(indented).join('\n');
    groups.set(description, [...(groups.get(description) ?? []), name]);
  }
  const title = `${team.name} (${team.owner}) ${team.account} ${region}: ${repositories.size} repositories`;
  return [title, ...[...groups].flatMap(([description, names]) => [indented(names.sort().join(', ')), description])];
}

function describeRepository(repository: SecureRepository): string[] {
  return [
    ...repository.describe(),
    ...repository.lifecyclePolicy.describe(),
    ...repository.access.describe().map(({ effect, grantee, level, policyType }) => `${effect} ${level}: ${grantee} (${policyType})`),
  ];
}

function indented(line: string): string {
  return `  ${line}`;
}
