import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
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
