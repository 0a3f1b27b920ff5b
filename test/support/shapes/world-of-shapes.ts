import { App, CfnResource, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Change, CHANGES } from './changes';
import { Grantee, GranteeKind, Naming } from './grantee-kind';
import { GRANTEES, OTHER_ENDPOINT } from './grantees';
import { Place, PLACES } from './places';
import { REPOSITORIES, RepositoryKind } from './repositories';
import { RepositoryAccess } from '../../../src/access/repository-access';
import { SecureRepository } from '../../../src/secure-repository';
import { AWAY, HOME, STRANGER } from '../access/accounts';
import { ACTIONS, identityProbe, THIS_REPOSITORY } from '../access/cast';
import { Method } from '../access/methods';
import { Deployment } from '../cloudformation/deployment';
import { accountOf } from '../iam/arn';
import { Context } from '../iam/context';
import { deployedWorld } from '../iam/deployed-world';
import { Probe, Questions } from '../iam/matrix';
import { World } from '../iam/world';

/** One combination of shapes. */
export interface Shapes {
  readonly grantee: keyof typeof GRANTEES;
  readonly place: keyof typeof PLACES;
  readonly repository: keyof typeof REPOSITORIES;
  readonly naming: Naming;
  readonly method: Method;
  readonly change: keyof typeof CHANGES;
}

export const REPOSITORY = 'team/app';
export const RENAMED = 'team/renamed';

/** A world of these shapes after the deployment, and what is asked about it. */
export interface DeployedShapes {
  readonly world: World;
  readonly questions: Questions;
}

const GRANTEE_ID = 'Grantee';
const REPOSITORY_ID = 'Repository';
const MARK = 'PartInWorld';

/** The policy of the function by which aws-cdk-lib carries values into another Region; it says nothing about ECR. */
const OUTSIDE = { 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': { Statement: [] } };

/** The parts of a world whose names are known once it is deployed. */
type Part = 'the grantee' | 'the namesake' | 'the repository' | 'the other repository';

/** Builds the app; throws what the library throws while it is constructed. */
export function builtApp(shapes: Shapes): { readonly app: App; readonly deployed: () => DeployedShapes } {
  const [kind, place, made]: [GranteeKind, Place, RepositoryKind] = [
    GRANTEES[shapes.grantee],
    PLACES[shapes.place],
    REPOSITORIES[shapes.repository],
  ];
  const change: Change = CHANGES[shapes.change];
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  const stacks = place.stacks(app);
  const together = stacks.repository === stacks.grantee;

  // each stack has a construct with the ID that the other one's counts by: a reference that loses its stack finds that one
  const namesake = kind.make(stacks.repository, together ? 'Namesake' : GRANTEE_ID, 'namesake', 'named', accountAt(stacks.repository));
  mark(namesake, kind, 'the namesake');
  const other = new SecureRepository(stacks.grantee, together ? 'OtherRepository' : REPOSITORY_ID, { repositoryName: 'team/other' });
  markRepository(other, 'the other repository');

  const repository = made.make(stacks.repository, REPOSITORY_ID, REPOSITORY);
  const grantee = kind.make(stacks.grantee, GRANTEE_ID, 'dev', shapes.naming, place.account);
  const cfn = repository.node.tryFindChild('Resource') as ecr.CfnRepository | undefined;
  if (cfn !== undefined) change.before?.(cfn, RENAMED);
  grantee.grant(RepositoryAccess.of(repository), shapes.method);
  if (cfn !== undefined) change.after?.(cfn, RENAMED);

  mark(grantee, kind, 'the grantee');
  markRepository(repository, 'the repository');
  return { app, deployed: () => deploy(app, kind, place) };
}

function accountAt(stack: Stack): string {
  return /^\d+$/.test(stack.account) ? stack.account : HOME.account;
}

function mark({ construct, endpoint }: Grantee, { type }: GranteeKind, part: Part): void {
  for (const resource of construct.node.findAll()) {
    if (CfnResource.isCfnResource(resource) && resource.cfnResourceType === type) resource.addMetadata(MARK, part);
  }
  endpoint?.addMetadata(MARK, `the endpoint of ${part}`);
}

function markRepository(repository: ecr.IRepository, part: Part): void {
  const resource = repository.node.tryFindChild('Resource') as CfnResource | undefined;
  resource?.addMetadata(MARK, part);
}

function deploy(app: App, kind: GranteeKind, { account }: Place): DeployedShapes {
  const resources = Deployment.of(app, { environment: HOME }).resources();
  const identityOf = (part: string) => resources.find(({ metadata }) => metadata[MARK] === part)?.identity;
  const arnOf = (part: Part) => identityOf(part)?.attribute('Arn');
  const endpointOf = (part: Part): Context => {
    const endpoint = identityOf(`the endpoint of ${part}`)?.ref;
    return endpoint === undefined ? {} : { 'aws:SourceVpce': endpoint };
  };
  const imported = `arn:aws:iam::${account}:${kind.caller}/${kind.path ?? ''}`;
  const grantee = arnOf('the grantee') ?? `${imported}dev${kind.suffix ?? ''}`;
  const namesake = arnOf('the namesake') ?? `${imported}namesake${kind.suffix ?? ''}`;
  const through = endpointOf('the grantee');
  const { policies, memberships } = deployedWorld(resources, OUTSIDE);
  return {
    // who may take on a role is another question
    world: new World(
      policies.filter(({ resource }) => !resource?.includes(':role/')),
      memberships,
    ),
    questions: {
      actions: ACTIONS,
      resources: resourcesIn(arnOf('the repository') ?? arnAtHome(REPOSITORY), arnOf('the other repository')!),
      probes: [
        probe('the grantee', kind, grantee, through),
        probe('the namesake', kind, namesake, endpointOf('the namesake')),
        probe('a stranger of the same name', kind, inAccount(grantee, STRANGER.account), through),
        ...(kind.everyone
          ? []
          : [
              probe('one with a longer name', kind, `${grantee}2`, through),
              probe(
                'one of the same name in another account',
                kind,
                inAccount(grantee, account === HOME.account ? AWAY.account : HOME.account),
                through,
              ),
            ]),
        ...(Object.keys(through).length > 0
          ? [probe('the grantee by another way', kind, grantee, { 'aws:SourceVpce': OTHER_ENDPOINT })]
          : []),
        identityProbe('a neighbour at home', `arn:aws:iam::${HOME.account}:role/team/neighbour`),
        identityProbe('a neighbour in the other account', `arn:aws:iam::${AWAY.account}:role/team/neighbour`),
        { name: 'an anonymous caller', caller: { type: 'anonymous' } },
      ],
    },
  };
}

const arnAtHome = (name: string) => `arn:aws:ecr:${HOME.region}:${HOME.account}:repository/${name}`;
const inAccount = (arn: string, account: string) => arn.replace(accountOf(arn)!, account);

/** The repository, what a reference or a name that is not its own would mean instead, and `*`. */
function resourcesIn(repository: string, other: string): Readonly<Record<string, string>> {
  const others = {
    'the other repository': other,
    'a repository with a longer name': `${repository}2`,
    'a repository of the first name': arnAtHome(REPOSITORY),
    'a repository of the later name': arnAtHome(RENAMED),
    'the same name in the other account': inAccount(repository, AWAY.account),
    'the same name in another Region': repository.replace(HOME.region, 'us-east-1'),
  };
  return { [THIS_REPOSITORY]: repository, ...Object.fromEntries(Object.entries(others).filter(([, arn]) => arn !== repository)), '*': '*' };
}

function probe(name: string, { caller }: GranteeKind, arn: string, context: Context = {}): Probe {
  if (caller === 'role' || caller === 'user') return identityProbe(name, arn, context);
  const source = { 'aws:SourceArn': arn, 'aws:SourceAccount': accountOf(arn) };
  return { name, caller: { type: 'service', name: `${caller}.amazonaws.com` }, context: { ...source, ...context } };
}
