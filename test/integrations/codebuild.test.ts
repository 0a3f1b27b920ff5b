import { App, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, resourcesOf } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
});

const projectWith = (buildImage: codebuild.IBuildImage, id = 'Project') =>
  new codebuild.Project(shop, id, {
    environment: { buildImage },
    buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['make'] } } }),
  });

const pulls = () => identityStatements(shop).filter(({ Action }) => [Action].flat().includes('ecr:BatchGetImage'));

describe.each<[string, () => codebuild.IBuildImage]>([
  ['LinuxBuildImage', () => codebuild.LinuxBuildImage.fromEcrRepository(repository, 'v1')],
  ['LinuxArmBuildImage', () => codebuild.LinuxArmBuildImage.fromEcrRepository(repository, 'v1')],
  ['LinuxGpuBuildImage', () => codebuild.LinuxGpuBuildImage.fromEcrRepository(repository, 'v1')],
  ['WindowsBuildImage', () => codebuild.WindowsBuildImage.fromEcrRepository(repository, 'v1')],
])('%s', (_class, image) => {
  test('is pulled with the role of the project', () => {
    projectWith(image());
    expect(pulls()).toHaveLength(1);
    expect(JSON.stringify(pulls()[0].Resource)).toMatch(/:ecr:eu-west-1:111111111111:repository\/(myapp|",\{"Ref":"Repository)/);
    expect(repositoryStatements(shop)).toEqual([]);
    const [{ Properties }] = resourcesOf(shop, 'AWS::CodeBuild::Project');
    expect(Properties.Environment).toMatchObject({ ImagePullCredentialsType: 'SERVICE_ROLE' });
    expect(warningsOf(shop)).toEqual([]);
  });
});

describe('an image that CodeBuild pulls as a service', () => {
  const asService = (): codebuild.IBuildImage => {
    const image = codebuild.LinuxBuildImage.fromEcrRepository(repository, 'v1');
    return { ...image, ...boundOf(image), imagePullPrincipalType: codebuild.ImagePullPrincipalType.CODEBUILD };
  };
  /** The methods of an image, which a copy of its properties leaves behind. */
  const boundOf = (image: codebuild.IBuildImage) => ({
    validate: image.validate.bind(image),
    runScriptBuildspec: image.runScriptBuildspec.bind(image),
  });

  test('is allowed to CodeBuild for the projects of the own account, in one statement for all', () => {
    projectWith(asService());
    projectWith(asService(), 'Other');
    expect(repositoryStatements(shop)).toEqual([
      {
        Sid: 'CodeBuild',
        Effect: 'Allow',
        Action: ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'],
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
    expect(pulls()).toEqual([]);
    expect(warningsOf(shop)).toEqual([]);
  });
});
