import { App, Stack } from 'aws-cdk-lib';
import { RegistryScanning, ReplicationRule, RepositoryFilter, SecureRegistry } from 'cdk-secure-repository';
import { applyCompanyStandard } from './company-standard';
import { Account, Fleet } from './fleet';
import { grantToDevelopers, grantToPipelines } from './permissions';
import { TeamRepositories, teamRepositories } from './team-repositories';

/** What the app contains, for its summary. */
export interface FleetContents {
  readonly registries: SecureRegistry[];
  readonly repositories: TeamRepositories[];
}

/** Creates the registries, the repositories, the roles of the teams and the permissions. */
export function fleetApp(app: App, fleet: Fleet): FleetContents {
  const { accounts, teams } = fleet;
  applyCompanyStandard(app, fleet.organization);

  const registries = accounts.flatMap((account) => account.regions.map((region) => registry(app, account, region)));
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const repositories = teams.flatMap((team) => {
    const account = accountOf.get(team.account);
    if (!account) throw new Error(`team ${team.name}: account is ${team.account}, but must be one of "accounts". Add it there.`);
    return teamRepositories(app, team, account);
  });
  grantToPipelines(app, fleet, repositories);
  grantToDevelopers(app, fleet, repositories);
  return { registries, repositories };
}

/** Every image is scanned, and replicated from the first Region to the others. */
function registry(app: App, { id: account, regions: [source, ...replicas] }: Account, region: string): SecureRegistry {
  const stack = new Stack(app, `FleetRegistry-${account}-${region}`, { env: { account, region } });
  return new SecureRegistry(stack, 'Registry', {
    scanning: RegistryScanning.basic(RepositoryFilter.all()),
    replication: region === source && replicas.length > 0 ? [ReplicationRule.toRegions(...replicas)] : undefined,
  });
}
