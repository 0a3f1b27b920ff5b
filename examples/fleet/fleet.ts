import { createHash } from 'node:crypto';
import { App, Environment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';

/** The one file that says which repositories there are and whose they are: repositories.json. */
export interface Fleet {
  readonly env: Environment;
  /** Over how many stacks the repositories are spread. Once deployed it stays: with another number, repositories would move. */
  readonly stacks: number;
  /** Repositories from which every team pulls, such as base images. */
  readonly shared: string[];
  readonly teams: Team[];
}

export interface Team {
  readonly name: string;
  /** The account from which the team's people and pipelines assume its role. */
  readonly account: string;
  readonly repositories: string[];
}

/** CloudFormation takes 500 resources a stack; this leaves room for those that are to come. */
const MOST_PER_STACK = 450;

/** Repositories in as many stacks as the file says, and the roles of the teams in one more. */
export function fleetApp(app: App, { env, stacks, shared, teams }: Fleet): void {
  const roles = new Stack(app, 'FleetRoles', { env });
  const homes = Array.from({ length: stacks }, (_, n) => new Stack(app, `FleetRepositories${n + 1}`, { env }));
  const lifecyclePolicy = LifecyclePolicy.keepLatest(20, { protectedTags: ['v*'] });
  const repository = (name: string) => new SecureRepository(homes[homeOf(name, stacks)], name, { repositoryName: name, lifecyclePolicy });

  const images = new Map([...shared, ...teams.flatMap((team) => team.repositories)].map((name) => [name, repository(name)]));
  for (const { name, account, repositories } of teams) {
    const role = new iam.Role(roles, name, { roleName: `fleet-${name}`, assumedBy: new iam.AccountPrincipal(account) });
    for (const own of repositories) images.get(own)!.grantPullPush(role);
    for (const base of shared) images.get(base)!.grantPull(role);
  }

  for (const home of homes) {
    const count = home.node.children.length;
    if (count > MOST_PER_STACK) throw new Error(`${home.node.id} has ${count} repositories: raise "stacks" before the first deployment`);
  }
}

/** Where a repository lives follows from its name alone, so that adding another one moves nothing. */
function homeOf(name: string, stacks: number): number {
  return createHash('sha256').update(name).digest().readUInt32BE() % stacks;
}
