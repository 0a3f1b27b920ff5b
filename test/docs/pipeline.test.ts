import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ts from 'typescript';
import { GitHubPublisher, GitHubSubject, ImageInventory, LifecyclePolicy, SecureRepository } from '../../src';
import { examplesIn, textOf } from '../fixtures/docs/markdown';

const ROOT = join(__dirname, '../..');
const PAGE = 'docs/pipeline.md';
const TEXT = textOf(PAGE);
const ENV = { account: '111122223333', region: 'eu-west-1' };

/** Runs the example of the page that contains a text. */
function run(part: string, given: Readonly<Record<string, unknown>>): void {
  const { code } = examplesIn(PAGE).find((example) => example.code.includes(part))!;
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const require = (name: string) => jest.requireActual<object>(name);
  const { self, ...names } = given;
  new Function(...Object.keys(names), 'require', 'exports', outputText).call(self, ...Object.values(names), require, {});
}

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

test('the publisher for a shared workflow requires the claims in addition to the subject', () => {
  const self = new Stack(new App(), 'Stack', { env: ENV });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  run('SharedWorkflow', { self, repository, GitHubPublisher, GitHubSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    expect.objectContaining({
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': ['repo:my-org@123456/my-app@456789:environment:production'],
          'token.actions.githubusercontent.com:ref': 'refs/heads/main',
        },
        StringLike: {
          'token.actions.githubusercontent.com:job_workflow_ref': 'my-org/workflows/.github/workflows/publish.yml@refs/tags/v*',
        },
      },
    }),
  ]);
});

test('the subjects of the page are those of its tables', () => {
  const rows = [...TEXT.matchAll(/\| `(repo:[^`]+)` \| `(GitHubSubject\.[^`]+)` \|/g)];
  expect(rows).toHaveLength(4);
  for (const [, claim, code] of rows) {
    const subject = new Function('GitHubSubject', `return ${code}`)(GitHubSubject) as GitHubSubject;
    expect(claim).toMatch(new RegExp(`^${subject._claim.replaceAll('*', '.*')}$`));
  }
  const customized = [...TEXT.matchAll(/\| `(\[.*\])` \| `(GitHubSubject\.[^`]+)`/g)];
  expect(customized).toHaveLength(4);
  for (const [, template, code] of customized) {
    const subject = new Function('GitHubSubject', `return ${code}`)(GitHubSubject) as GitHubSubject;
    const [first] = JSON.parse(template) as string[];
    expect(subject._claim.startsWith(`${first}:`)).toBe(true);
  }
});

test('the preview of the page prints what the page shows', () => {
  const [, images, manifests, now, shown] = /--images (\S+) --manifests (\S+) --now (\S+)\n```\n\n```\n([^`]*)\n```/.exec(TEXT) ?? [];
  const inventory = ImageInventory.fromFile(join(ROOT, images)).withManifests(readFileSync(join(ROOT, manifests), 'utf8'));
  // the policy of examples/typescript
  const preview = LifecyclePolicy.keepLatest(10).preview(inventory, { now: new Date(now) });
  expect(preview.toTable().trimEnd().split('\n').at(-1)).toBe(shown);
});
