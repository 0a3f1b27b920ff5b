import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { SecureRepository } from 'cdk-secure-repository';
import { atLeast, atMost } from '../bound';
import { ENV, NEW_APP, secureRepository, synthesize } from '../registries';

/** CloudFormation's limits for one stack. */
const STACK = { resources: 500, bytes: 1_000_000, outputs: 200 };

function resourcesOf({ template }: CloudFormationStackArtifact, type?: string): CfnResource[] {
  return Object.values<CfnResource>(template.Resources).filter((resource) => type === undefined || Reflect.get(resource, 'Type') === type);
}

/** The most repositories that one stack takes when so many roles may pull and push each. */
function capacity(roles: number): number {
  const fits = (repositories: number) => {
    const [stack] = synthesize(secureRepository, { repositories, roles }).assembly.stacks;
    const bytes = JSON.stringify(stack.template).length;
    const outputs = Object.keys(stack.template.Outputs ?? {}).length;
    return resourcesOf(stack).length <= STACK.resources && bytes <= STACK.bytes && outputs <= STACK.outputs;
  };
  let most = STACK.resources;
  while (!fits(most)) most--;
  return most;
}

atLeast('repositories in one stack, pulled and pushed by 1 role', capacity(1), 490);
atLeast('repositories in one stack, pulled and pushed by 5 roles', capacity(5), 460);

for (const [title, named, most] of [
  ['named', true, 4],
  ['generated names', false, 6],
] as const) {
  const [stack] = synthesize(secureRepository, { repositories: 400, roles: 1, named }).assembly.stacks;
  atMost(
    `managed policies of a role that pulls and pushes 400 repositories, ${title}`,
    resourcesOf(stack, 'AWS::IAM::ManagedPolicy').length,
    most,
  );
}

/** Repositories in one stack, granted to a role and run by ECS services in others. */
function outputsAcrossStacks(repositories: number, perStack: number): number {
  const app = new App({ context: NEW_APP });
  const images = new Stack(app, 'Images', { env: ENV });
  const all = Array.from(
    { length: repositories },
    (_, n) => new SecureRepository(images, `Repository${n}`, { repositoryName: `team/service-${n}` }),
  );
  for (let first = 0; first < repositories; first += perStack) {
    const services = new Stack(app, `Services${first}`, { env: ENV });
    const role = new iam.Role(services, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    for (const repository of all.slice(first, first + perStack)) {
      repository.grantPull(role);
      const task = new ecs.FargateTaskDefinition(services, `Task${repository.node.id}`);
      task.addContainer('app', { image: ecs.ContainerImage.fromEcrRepository(repository, 'v1') });
    }
  }
  return app.synth().stacks.reduce((sum, stack) => sum + Object.keys(stack.template.Outputs ?? {}).length, 0);
}

atMost('outputs of 250 repositories that services in other stacks run', outputsAcrossStacks(250, 50), 0);
