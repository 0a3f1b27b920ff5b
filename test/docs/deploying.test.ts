import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ImageTag, SecureRepository } from '../../src';
import { digestsCommand } from '../../src/deployments/image-digests';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const PAGE = 'docs/deploying.md';
const TEXT = textOf(PAGE);
const ENV = { account: '111122223333', region: 'eu-west-1' };

/** The stack that runs the images of the example with a `CfnParameter`. */
function service(): { readonly repository: Template; readonly service: Template; readonly services: Stack } {
  const app = new App();
  const stack = new Stack(app, 'MyApp', { env: ENV });
  const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' });
  const services = new Stack(app, 'MyApp-Service', { env: ENV });
  const vpc = new ec2.Vpc(new Stack(app, 'Network', { env: ENV }), 'Vpc');
  runExample(PAGE, 'new ecs.FargateService', { services, vpc, ecs, repository });
  return { repository: Template.fromStack(stack), service: Template.fromStack(services), services };
}

test('the service runs the image of the parameter, which the first deployment has to give', () => {
  const { service: template } = service();
  expect(template.toJSON().Parameters).toMatchObject({ ImageTag: { Type: 'String' } });
  expect(template.toJSON().Parameters.ImageTag).not.toHaveProperty('Default');
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ Image: { 'Fn::Join': ['', Match.arrayWith(['/myapp:', { Ref: 'ImageTag' }])] } }],
  });
});

test('the service is deployed after the repository, and no export ties them to each other', () => {
  const { repository, services } = service();
  expect(services.dependencies.map(({ node }) => node.path)).toContain('MyApp');
  expect(Object.values(repository.findOutputs('*')).filter((output) => 'Export' in output)).toEqual([]);
});

test('ECS and Lambda run the tag of the context', () => {
  const self = new Stack(new App({ context: { imageTag: '3f9c2a1' } }), 'MyApp-Service', { env: ENV });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'myapp' });
  const taskDefinition = new ecs.FargateTaskDefinition(self, 'Task');
  runExample(PAGE, "ImageTag.fromContext(this, 'imageTag')", { self, repository, taskDefinition, ecs, ImageTag });
  const image = { 'Fn::Join': ['', Match.arrayWith([':3f9c2a1'])] };
  Template.fromStack(self).hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [Match.objectLike({ Image: image })],
  });
  Template.fromStack(self).hasResourceProperties('AWS::Lambda::Function', { Code: { ImageUri: image } });
});

test('the table has every source of an ImageTag', () => {
  const sources = [...TEXT.matchAll(/^\| [^|]+ \| `ImageTag\.(\w+)\(/gm)].map(([, name]) => name);
  const factories = Object.getOwnPropertyNames(ImageTag).filter((name) => typeof Reflect.get(ImageTag, name) === 'function');
  expect(new Set(sources)).toEqual(new Set(factories));
});

test('the commands name the stacks, the parameters and the context of the examples', () => {
  const deployed = [...TEXT.matchAll(/npx cdk deploy (MyApp\S*)/g)].map(([, name]) => name.replace('`', ''));
  expect(new Set(deployed)).toEqual(new Set(['MyApp', 'MyApp-Service', 'MyApp-Function']));
  // without the name of the stack, the CDK passes the parameter to every stack that it deploys
  const parameters = [...TEXT.matchAll(/npx cdk deploy .*--parameters "?([^=\s]+)=/g)].map(([, name]) => name);
  expect(new Set(parameters)).toEqual(new Set(['MyApp-Service:ImageTag', 'MyApp:DesiredCount']));
  expect(service().service.toJSON().Parameters).toHaveProperty('ImageTag');
  expect(TEXT).toContain('"ParameterKey=ImageTag,ParameterValue=$TAG"');
  const keys = [...TEXT.matchAll(/ -c "?(\w+)=/g), ...TEXT.matchAll(/fromContext\(\w+, '(\w+)'\)/g)].map(([, key]) => key);
  expect(new Set(keys)).toEqual(new Set(['imageTag']));
  const names = [...TEXT.matchAll(/put-parameter --name (\S+)/g), ...TEXT.matchAll(/fromParameter\(\w+, '([^']+)'\)/g)].map(
    ([, name]) => name,
  );
  expect(new Set(names)).toEqual(new Set(['/myapp/image-tag']));
});

test('the command that writes the digests is that of the error, and its output is read', () => {
  const [command] = /^aws ecr describe-images[^`]*/m.exec(TEXT)!;
  const expected = digestsCommand('image-digests.json', '3f9c2a1 imageTag=stable').replace('NAME', 'myapp');
  expect(command.replace(/ \\\n +/, ' ').trim()).toBe(expected);
  const [, output] = /```json\n([^`]*)```/.exec(TEXT)!;
  const [{ imageTags, imageDigest }] = JSON.parse(output) as { imageTags: string[]; imageDigest: string }[];
  expect([imageTags, imageDigest]).toEqual([['3f9c2a1', 'stable'], expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
});

test('no image is taken without a tag', () => {
  const withoutTag = [...TEXT.matchAll(/^.*fromEcrRepository\([^,)]*\).*$/gm)].map(([line]) => line);
  expect(withoutTag).toEqual([expect.stringContaining('without a tag means `latest`')]);
});
