import { App, Stack, Tags } from 'aws-cdk-lib';
import { SecureRepository } from 'cdk-secure-repository';
import { Account, Team } from './fleet';
import { stackNumber } from './placement';
import { checkNumberOfRepositories } from './stack-limits';

/** The repositories of a team in one Region. */
export interface TeamRepositories {
  readonly team: Team;
  readonly region: string;
  /** Whether pipelines push here. Other Regions contain replicas. */
  readonly pushed: boolean;
  /** The repositories by name. */
  readonly repositories: ReadonlyMap<string, SecureRepository>;
}

/** Creates the repositories of a team in every Region of its account. The settings are those of the company. */
export function teamRepositories(app: App, team: Team, { id: account, regions }: Account): TeamRepositories[] {
  // a stack without repositories could not be deployed
  const numbers = [...new Set(team.repositories.map((name) => stackNumber(name, team.stacks)))].sort();
  const [source, ...replicas] = regions.map(
    (region) => new Map(numbers.map((number) => [number, stackIn(app, team, { account, region }, number)])),
  );
  // ECR would create a missing replica itself, with mutable tags, and the deployment of the replica would fail
  source.forEach((stack, number) => replicas.forEach((replica) => stack.addDependency(replica.get(number)!)));

  return [source, ...replicas].map((stacks, n) => {
    const repository = (name: string) => new SecureRepository(stacks.get(stackNumber(name, team.stacks))!, name, { repositoryName: name });
    const repositories = new Map(team.repositories.map((name) => [name, repository(name)]));
    stacks.forEach((stack) => checkNumberOfRepositories(stack, team));
    return { team, region: regions[n], pushed: stacks === source, repositories };
  });
}

function stackIn(app: App, { name, owner, tags }: Team, env: { account: string; region: string }, number: number): Stack {
  // the indentation would be more than a tenth of the template
  const stack = new Stack(app, `Fleet-${name}-${env.region}-${number}`, { env, suppressTemplateIndentation: true });
  for (const [key, value] of Object.entries({ owner, ...tags })) Tags.of(stack).add(key, value);
  return stack;
}
