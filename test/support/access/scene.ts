import { App, DefaultStackSynthesizer, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { AWAY, HOME } from './accounts';
import { REPOSITORY_NAME } from './cast';
import { SecureRepository } from '../../../src/secure-repository';
import { Deployment } from '../cloudformation/deployment';
import { deployedWorld } from '../iam/deployed-world';
import { World } from '../iam/world';

/** What stands after the deployment of a scene. */
export interface DeployedScene {
  readonly deployment: Deployment;
  readonly world: World;
  readonly repositoryArn: string;
}

export interface SceneOptions {
  readonly repository?: (scope: Stack) => ecr.IRepository;
  /** @default - stacks with the environments of the two accounts */
  readonly agnostic?: boolean;
  readonly region?: string;
  /** Feature flags of the app. */
  readonly context?: Readonly<Record<string, boolean>>;
}

/** An app with a repository in one account, and room for grantees there and in another account. */
export class Scene {
  public readonly app: App;
  public readonly home: Stack;
  public readonly repository: ecr.IRepository;
  private readonly region: string;

  constructor({ repository = secureRepository, agnostic = false, region = HOME.region, context }: SceneOptions = {}) {
    this.region = region;
    this.app = new App({
      context,
      // nothing but templates is wanted of it
      analyticsReporting: false,
      treeMetadata: false,
      stackTraces: false,
      defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    this.home = new Stack(this.app, 'Home', agnostic ? {} : { env: { ...HOME, region } });
    this.repository = repository(this.home);
  }

  /** A stack in the other account; there is none before it is asked for. */
  public get away(): Stack {
    const existing = this.app.node.tryFindChild('Away') as Stack | undefined;
    return existing ?? new Stack(this.app, 'Away', { env: { ...AWAY, region: this.region } });
  }

  public deploy(): DeployedScene {
    const deployment = Deployment.of(this.app, { environment: HOME, ssm: { '/role': `arn:aws:iam::${HOME.account}:role/dev` } });
    const resources = deployment.resources();
    const { policies, memberships } = deployedWorld(resources);
    const repository = resources.find(({ type }) => type === 'AWS::ECR::Repository');
    return {
      deployment,
      // who may take on a role is another question
      world: new World(
        policies.filter(({ resource }) => !resource?.includes(':role/')),
        memberships,
      ),
      repositoryArn: repository?.identity.attribute('Arn') ?? this.repository.repositoryArn,
    };
  }
}

export function secureRepository(scope: Stack): ecr.IRepository {
  return new SecureRepository(scope, 'Repository', { repositoryName: REPOSITORY_NAME });
}

export function plainRepository(scope: Stack): ecr.IRepository {
  return new ecr.Repository(scope, 'Repository', { repositoryName: REPOSITORY_NAME });
}

/** Imported, from the account that is given. */
export function importedRepository(account: string): (scope: Stack) => ecr.IRepository {
  const arn = `arn:aws:ecr:${HOME.region}:${account}:repository/${REPOSITORY_NAME}`;
  return (scope) => ecr.Repository.fromRepositoryArn(scope, 'Repository', arn);
}

export function unnamedRepository(scope: Stack): ecr.IRepository {
  return new SecureRepository(scope, 'Repository');
}

/** Named by aws-cdk-lib as soon as another environment refers to it. */
export function nameableRepository(scope: Stack): ecr.IRepository {
  return new SecureRepository(scope, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
}
