import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PermissionSetPrincipal } from 'cdk-secure-repository';
import { Fleet } from './fleet';
import { TeamRepositories } from './team-repositories';

/** Creates a role for the pipelines of each team: it pushes to the repositories of the team, and pulls from them and from the shared ones. */
export function grantToPipelines(app: App, { accounts, teams }: Fleet, fleet: TeamRepositories[]): void {
  const stacks = new Map(
    accounts.map(({ id, regions }) => [id, new Stack(app, `FleetRoles-${id}`, { env: { account: id, region: regions[0] } })]),
  );
  for (const team of teams) {
    // without a name, a role could not pull from repositories of other accounts
    const role = new iam.Role(stacks.get(team.account)!, team.name, {
      roleName: `fleet-${team.name}`,
      assumedBy: new iam.AccountPrincipal(team.pipelines),
    });
    for (const { team: owner, pushed, repositories } of fleet) {
      for (const repository of repositories.values()) {
        if (owner === team && pushed) repository.grantPullPush(role);
        else if (owner === team || owner.shared) repository.grantPull(role);
      }
    }
  }
}

/** Allows developers to pull every image, and prints the policy that their permission set requires. */
export function grantToDevelopers(app: App, { permissionSet, accounts }: Fleet, fleet: TeamRepositories[]): void {
  const developers = new PermissionSetPrincipal(permissionSet);
  for (const { repositories } of fleet) repositories.forEach((repository) => repository.grantPull(developers));
  const [{ id: account, regions }] = accounts;
  const stack = new Stack(app, 'FleetDevelopers', { env: { account, region: regions[0] } });
  new CfnOutput(stack, 'InlinePolicy', { value: stack.toJsonString(developers.inlinePolicyFor(stack)) });
}
