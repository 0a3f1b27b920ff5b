import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as library from '../../src';
import { ImageInventory, LifecyclePolicy } from '../../src';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';

const ROOT = join(__dirname, '../..');
const PAGE = 'docs/pipeline.md';
const TEXT = textOf(PAGE);
const ENV = { account: '111122223333', region: 'eu-west-1' };

const run = (part: string, given: Readonly<Record<string, unknown>>) => runExample(PAGE, part, given);

function pipeline(): { readonly app: App; readonly stack: Stack } {
  const app = new App();
  const stack = new Stack(app, 'MyApp', { env: ENV });
  run('new GitHubPublisher', { stack });
  return { app, stack };
}

/** The stack that runs the images of the example. */
function service(): { readonly repository: Template; readonly service: Template; readonly services: Stack } {
  const { app, stack } = pipeline();
  const services = new Stack(app, 'MyApp-Service', { env: ENV });
  const vpc = new ec2.Vpc(new Stack(app, 'Network', { env: ENV }), 'Vpc');
  run('new ecs.FargateService', { services, vpc, ecs, repository: stack.node.findChild('Repository') });
  return { repository: Template.fromStack(stack), service: Template.fromStack(services), services };
}

test('the example runs, and creates the resources of the diagram', () => {
  const template = Template.fromStack(pipeline().stack);
  template.resourceCountIs('AWS::ECR::Repository', 1);
  template.resourceCountIs('AWS::IAM::OIDCProvider', 1);
  template.resourceCountIs('AWS::IAM::Role', 1);
  template.resourceCountIs('AWS::Events::Rule', 2);
  template.resourceCountIs('AWS::SNS::Subscription', 1);
  expect(Object.keys(template.findOutputs('*'))).toEqual(['Region', 'PublisherRoleArn', 'RepositoryName']);
});

test('the repository lets the tag move that the workflow moves', () => {
  const workflow = readFileSync(join(ROOT, 'examples/github/publish.yml'), 'utf8');
  const [, moved] = /github\.ref_type == 'tag' && github\.ref_name \|\| '([^']+)'/.exec(workflow) ?? [];
  Template.fromStack(pipeline().stack).hasResourceProperties('AWS::ECR::Repository', {
    ImageTagMutabilityExclusionFilters: [Match.objectLike({ ImageTagMutabilityExclusionFilterValue: moved })],
  });
});

test('the service runs the image of the parameter, which the first deployment has to give', () => {
  const { service: template } = service();
  expect(template.toJSON().Parameters).toMatchObject({ ImageTag: { Type: 'String' } });
  expect(template.toJSON().Parameters.ImageTag).not.toHaveProperty('Default');
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ Image: { 'Fn::Join': ['', Match.arrayWith(['/my-app:', { Ref: 'ImageTag' }])] } }],
  });
});

test('the service is deployed after the repository, and no export ties them to each other', () => {
  const { repository, services } = service();
  expect(services.dependencies.map(({ node }) => node.path)).toContain('MyApp');
  expect(Object.values(repository.findOutputs('*')).filter((output) => 'Export' in output)).toEqual([]);
});

test('the commands name the stacks and the parameter of the examples', () => {
  const deployed = [...TEXT.matchAll(/npx cdk deploy (\S+)/g)].map(([, name]) => name);
  expect(new Set(deployed)).toEqual(new Set(['MyApp', 'MyApp-Service']));
  // without the name of the stack, the CDK passes the parameter to every stack that it deploys
  const parameters = [...TEXT.matchAll(/npx cdk deploy .*--parameters "?([^=\s]+)=/g)].map(([, name]) => name);
  expect(new Set(parameters)).toEqual(new Set(['MyApp-Service:ImageTag']));
  expect(service().service.toJSON().Parameters).toHaveProperty('ImageTag');
  expect(TEXT).toContain('"ParameterKey=ImageTag,ParameterValue=$TAG"');
});

test('no image is taken without a tag', () => {
  const withoutTag = [...TEXT.matchAll(/^.*fromEcrRepository\([^,)]*\).*$/gm)].map(([line]) => line);
  expect(withoutTag).toEqual([expect.stringContaining('without a tag means `latest`')]);
});

/** The rows of the table of pipelines. */
const ROWS = [...TEXT.matchAll(/^\| ([^|]+) \| `(\w+Publisher)` \| ([^|]+) \| ([^|]+) \|$/gm)];

test('the table of pipelines has every publisher of the library, what it needs and what goes wrong', () => {
  const publishers = Object.keys(library).filter((name) => name.endsWith('Publisher'));
  expect(new Set(ROWS.map(([, , publisher]) => publisher))).toEqual(new Set(publishers));
  for (const [, , , needs, fails] of ROWS) expect([needs.trim(), fails.trim()]).not.toContain('');
});

test('the preview of the page prints what the page shows', () => {
  const [, images, manifests, now, shown] = /--images (\S+) --manifests (\S+) --now (\S+)\n```\n\n```\n([^`]*)\n```/.exec(TEXT) ?? [];
  const inventory = ImageInventory.fromFile(join(ROOT, images)).withManifests(readFileSync(join(ROOT, manifests), 'utf8'));
  // the policy of examples/typescript
  const preview = LifecyclePolicy.keepLatest(10).preview(inventory, { now: new Date(now) });
  expect(preview.toTable().trimEnd().split('\n').at(-1)).toBe(shown);
});
