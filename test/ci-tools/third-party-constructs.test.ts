import { App, Aspects, IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { ciTool } from './tool';
import { LifecyclePolicy, RepositoryDefaults, RepositoryDefaultsOptions } from '../../src';
import { DEFAULT_RULES } from '../../src/rules/catalogue';
import { resourcesOf } from '../../src/rules/deployed-template';
import { judge } from '../../src/rules/judge';
import { isOfThirdParty } from '../../src/rules/third-party';

type ConstructClass = new (scope: Construct, id: string, props?: object) => Construct;

/** An app that uses a construct of another package. */
interface Usage {
  readonly name: string;
  readonly create: () => App;
  /** What the rules find. */
  readonly findings: string[];
  /** The properties that the defaults set, with and without `includeThirdParty`. */
  readonly set: { readonly included: string[]; readonly otherwise: string[] };
  /** What the rules find after the repair, with and without `includeThirdParty`. */
  readonly left: { readonly included: string[]; readonly otherwise: string[] };
}

const ENV = { account: '111122223333', region: 'eu-west-1' };

const USAGES: Usage[] = [
  {
    name: '@aws-cdk/app-staging-synthesizer-alpha',
    create() {
      const { AppStagingSynthesizer } = ciTool('@aws-cdk/app-staging-synthesizer-alpha');
      const app = new App({
        defaultStackSynthesizer: AppStagingSynthesizer.defaultResources({ appId: 'shop' }) as IStackSynthesizer & never,
      });
      new DockerImageAsset(new Stack(app, 'Web', { env: ENV }), 'Image', { directory: __dirname, file: 'tool.ts', assetName: 'web' });
      return app;
    },
    findings: ['scanned-on-push'],
    set: { included: ['ImageScanningConfiguration'], otherwise: ['ImageScanningConfiguration'] },
    left: { included: [], otherwise: [] },
  },
  {
    name: '@cloudcomponents/cdk-container-registry',
    create() {
      const { ImageRepository } = ciTool('@cloudcomponents/cdk-container-registry') as { ImageRepository: ConstructClass };
      const app = new App();
      new ImageRepository(new Stack(app, 'Shop', { env: ENV }), 'Images');
      return app;
    },
    findings: ['immutable-tags', 'lifecycle-policy', 'scanned-on-push'],
    set: {
      included: ['ImageScanningConfiguration', 'ImageTagMutability', 'LifecyclePolicy'],
      otherwise: ['ImageScanningConfiguration'],
    },
    left: { included: [], otherwise: ['immutable-tags', 'lifecycle-policy'] },
  },
  {
    name: 'token-injectable-docker-builder',
    create() {
      const { TokenInjectableDockerBuilder } = ciTool('token-injectable-docker-builder') as {
        TokenInjectableDockerBuilder: ConstructClass;
      };
      const app = new App();
      new TokenInjectableDockerBuilder(new Stack(app, 'Shop', { env: ENV }), 'Images', { path: __dirname });
      return app;
    },
    findings: ['immutable-tags'],
    set: { included: ['ImageTagMutability'], otherwise: [] },
    left: { included: [], otherwise: ['immutable-tags'] },
  },
];

function repositories(app: App): CfnRepository[] {
  return app.node.findAll().filter((construct) => CfnRepository.isCfnRepository(construct));
}

/** The properties of the only repository, and the rules that it does not meet. */
function deployed(app: App) {
  const templates = app.synth().stacks.map(({ stackName, template, templateFullPath }) => ({
    stackName,
    file: templateFullPath,
    resources: resourcesOf(template),
    constructPathOf: () => undefined,
  }));
  const [repository, ...others] = templates.flatMap(({ resources }) =>
    Object.values(resources).filter(({ Type: type }) => type === 'AWS::ECR::Repository'),
  );
  expect(others).toEqual([]);
  const { findings } = judge(templates, DEFAULT_RULES);
  return { properties: repository.Properties ?? {}, findings: [...new Set(findings.map(({ rule }) => rule.id))].sort() };
}

function repaired({ create }: Usage, options: RepositoryDefaultsOptions) {
  const app = create();
  const policy = { lifecyclePolicy: LifecyclePolicy.keepLatest(20), immutableTags: true };
  Aspects.of(app).add(RepositoryDefaults.asAspect({ ...policy, ...options }));
  return deployed(app);
}

describe.each(USAGES)('$name', (usage) => {
  test('creates a repository, which belongs to another package', () => {
    const found = repositories(usage.create());
    expect(found.map(isOfThirdParty)).toEqual([true]);
  });

  test('is judged', () => {
    expect(deployed(usage.create()).findings).toEqual(usage.findings);
  });

  test.each([false, true])('is repaired, with includeThirdParty %s', (includeThirdParty) => {
    const kind = includeThirdParty ? 'included' : 'otherwise';
    const before = deployed(usage.create()).properties;
    const after = repaired(usage, { includeThirdParty });
    const changed = Object.keys(after.properties).filter((name) => JSON.stringify(after.properties[name]) !== JSON.stringify(before[name]));
    expect({ set: changed.sort(), left: after.findings }).toEqual({ set: usage.set[kind], left: usage.left[kind] });
    // what its owner has set stays
    expect(after.properties).toMatchObject(before);
  });
});
