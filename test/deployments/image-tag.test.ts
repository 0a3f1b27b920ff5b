import { App, CfnParameter, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ImageTag, SecureRepository } from '../../src';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { resourcesOf } from '../fixtures/synthesized';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const PARAMETER = { Ref: 'SsmParameterValuemyappimagetagC96584B6F00A464EAD1953AFF4B05118Parameter' };

/** The names of the images that an ECS task and a Lambda function of a stack run. */
function imagesIn(stack: Stack, repository: ecr.IRepository, { tagOrDigest }: ImageTag): unknown[] {
  const task = new ecs.FargateTaskDefinition(stack, 'Task');
  task.addContainer('App', { image: ecs.ContainerImage.fromEcrRepository(repository, tagOrDigest) });
  new lambda.DockerImageFunction(stack, 'Function', { code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest }) });
  const [{ Properties: definition }] = resourcesOf(stack, 'AWS::ECS::TaskDefinition');
  const [{ Properties: properties }] = resourcesOf(stack, 'AWS::Lambda::Function');
  const [{ Image }] = definition.ContainerDefinitions as { Image: unknown }[];
  return [Image, (properties.Code as { ImageUri: unknown }).ImageUri];
}

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const SUFFIX = { Ref: 'AWS::URLSuffix' };
const repositoryIn = (stack: Stack) => new SecureRepository(stack, 'Repository', { repositoryName: 'my-app' });

/** Where the service is in relation to its repository: the stack of the service, and the beginning of the name of its image. */
const SHAPES: { readonly [shape: string]: (app: App) => { service: Stack; repository: ecr.IRepository; image: unknown[] } } = {
  'one stack': (app) => {
    const service = new Stack(app, 'Service', { env: HOME });
    const image = ['111111111111.dkr.ecr.eu-west-1.', SUFFIX, '/', { Ref: 'Repository22E53BBD' }];
    return { service, repository: repositoryIn(service), image };
  },
  'two stacks': (app) => ({
    service: new Stack(app, 'Service', { env: HOME }),
    repository: repositoryIn(new Stack(app, 'Home', { env: HOME })),
    image: ['111111111111.dkr.ecr.eu-west-1.', SUFFIX, '/my-app'],
  }),
  'two Stages': (app) => ({
    service: new Stack(new Stage(app, 'Prod', { env: HOME }), 'Service'),
    repository: repositoryIn(new Stack(new Stage(app, 'Base', { env: HOME }), 'Home')),
    image: ['111111111111.dkr.ecr.eu-west-1.', SUFFIX, '/my-app'],
  }),
  'another account': (app) => ({
    service: new Stack(app, 'Service', { env: OTHER_ACCOUNT }),
    repository: repositoryIn(new Stack(app, 'Home', { env: HOME })),
    image: ['111111111111.dkr.ecr.eu-west-1.', SUFFIX, '/my-app'],
  }),
  'another Region': (app) => ({
    service: new Stack(app, 'Service', { env: OTHER_REGION }),
    repository: repositoryIn(new Stack(app, 'Home', { env: HOME })),
    image: ['111111111111.dkr.ecr.eu-west-1.', SUFFIX, '/my-app'],
  }),
  'no environment': (app) => {
    const service = new Stack(app, 'Service');
    const image = [{ Ref: 'AWS::AccountId' }, '.dkr.ecr.', { Ref: 'AWS::Region' }, '.', SUFFIX, '/', { Ref: 'Repository22E53BBD' }];
    return { service, repository: repositoryIn(service), image };
  },
};

/** Joins literals that follow each other, as `aws-cdk-lib` does. */
function joined(...parts: unknown[]): unknown {
  return parts.reduce<unknown[]>((all, part) => {
    const last = all.at(-1);
    return typeof last === 'string' && typeof part === 'string' ? [...all.slice(0, -1), last + part] : [...all, part];
  }, []);
}

describe.each(Object.entries(SHAPES))('ECS and Lambda run the image of %s:', (_shape, shapeOf) => {
  test('a tag of the context', () => {
    const { service, repository, image } = shapeOf(new App({ context: { imageTag: '3f9c2a1' } }));
    const expected = join(...(joined(...image, ':3f9c2a1') as unknown[]));
    expect(imagesIn(service, repository, ImageTag.fromContext(service, 'imageTag'))).toEqual([expected, expected]);
  });

  test('a digest of the context', () => {
    const { service, repository, image } = shapeOf(new App({ context: { imageTag: DIGEST } }));
    const expected = join(...(joined(...image, `@${DIGEST}`) as unknown[]));
    expect(imagesIn(service, repository, ImageTag.fromContext(service, 'imageTag'))).toEqual([expected, expected]);
  });

  test('a tag of a parameter, which CloudFormation reads', () => {
    const { service, repository, image } = shapeOf(new App());
    const expected = join(...(joined(...image, ':', PARAMETER) as unknown[]));
    expect(imagesIn(service, repository, ImageTag.fromParameter(service, '/my-app/image-tag'))).toEqual([expected, expected]);
    expect(Template.fromStack(service).toJSON().Parameters[PARAMETER.Ref]).toEqual({
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/my-app/image-tag',
    });
  });
});

describe('fromContext', () => {
  const tagFrom = (value: unknown, scopeOf: (app: App) => Construct = (app) => new Stack(app, 'Service')) =>
    ImageTag.fromContext(scopeOf(new App({ context: { imageTag: value } })), 'imageTag').tagOrDigest;

  test.each(['3f9c2a1', 'v1.4.0', '_', 'A', 'a'.repeat(128), '0000000', 'latest-1', DIGEST])('returns %s', (value) => {
    expect(tagFrom(value)).toBe(value);
  });

  test('reads the context of a construct and of its parents', () => {
    const app = new App({ context: { imageTag: 'v1' } });
    const [prod, test] = ['Prod', 'Test'].map((id) => new Stack(new Stage(app, id), 'Service'));
    test.node.setContext('imageTag', 'v2');
    const tags = [prod, test].map((stack) => ImageTag.fromContext(new Construct(stack, 'Api'), 'imageTag').tagOrDigest);
    expect(tags).toEqual(['v1', 'v2']);
  });

  test('names the construct, the command and the stack if there is no value', () => {
    const construct = new Construct(new Stack(new Stage(new App(), 'Prod'), 'Service'), 'Api');
    expect(() => ImageTag.fromContext(construct, 'imageTag')).toThrow(
      'Prod/Service/Api: the context "imageTag" is not set, but must be the tag or the digest of the image to deploy. Run npx cdk deploy Prod/Service ' +
        '-c imageTag=3f9c2a1, or set it in cdk.json. [cdk-secure-repository:image-tag]',
    );
  });

  test('names no stack where there is none', () => {
    expect(() => tagFrom(undefined, (app) => app)).toThrow('Run npx cdk deploy -c imageTag=3f9c2a1, or');
  });

  test('names the stack around a nested stack', () => {
    expect(() => tagFrom(undefined, (app) => new NestedStack(new Stack(app, 'Shop'), 'Nested'))).toThrow(
      'npx cdk deploy Shop -c imageTag=3f9c2a1,',
    );
  });

  test.each([
    ['', '""'],
    ['-x', '"-x"'],
    ['.x', '".x"'],
    ['a b', '"a b"'],
    ['a\n', '"a\\n"'],
    ['my-app:v1', '"my-app:v1"'],
    ['a'.repeat(129), `"${'a'.repeat(129)}"`],
    [DIGEST.slice(0, -1), `"${DIGEST.slice(0, -1)}"`],
    [DIGEST.toUpperCase(), `"${DIGEST.toUpperCase()}"`],
    [true, 'true'],
    [['v1'], '["v1"]'],
    [{ tag: 'v1' }, '{"tag":"v1"}'],
  ])('refuses %j', (value, quoted) => {
    expect(() => tagFrom(value)).toThrow(
      `Service: the context "imageTag" is ${quoted}, but must be a tag of 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." or "-", or ` +
        '"sha256:" and 64 lowercase hexadecimal digits. Run npx cdk deploy Service -c imageTag=3f9c2a1, for example.',
    );
  });

  test('refuses null, and a number, whose zeros are lost', () => {
    expect(() => tagFrom(null)).toThrow('the context "imageTag" is null, but must be the tag or the digest');
    expect(() => tagFrom(1234567)).toThrow(
      'is the number 1234567, but must be a string, because a number loses leading zeros. Write the tag in',
    );
  });

  test('does not check values that are not known', () => {
    const stack = new Stack(new App(), 'Other');
    const token = new CfnParameter(stack, 'Tag').valueAsString;
    expect(tagFrom(token)).toBe(token);
    expect(tagFrom('dummy-value-for-/my-app/image-tag')).toBe('dummy-value-for-/my-app/image-tag');
  });

  test.each(['', Token.asString({ Ref: 'X' })])('refuses the key %j', (key) => {
    expect(() => ImageTag.fromContext(new Stack(new App(), 'Service'), key)).toThrow(
      /^Service: key is (""|a token), but must be a key of the context/,
    );
  });
});

describe('fromParameter', () => {
  test('the parameter is in the stack around a nested stack, where the AWS CDK CLI finds it', () => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const nested = new NestedStack(stack, 'Nested');
    const { tagOrDigest } = ImageTag.fromParameter(nested, '/my-app/image-tag');
    const image = ecs.ContainerImage.fromEcrRepository(repositoryIn(stack), tagOrDigest);
    new ecs.FargateTaskDefinition(nested, 'Task').addContainer('App', { image });
    Template.fromStack(stack).hasParameter(PARAMETER.Ref, { Default: '/my-app/image-tag' });
    const parameters = Object.entries<object>(Template.fromStack(nested).toJSON().Parameters);
    const names = parameters.map(([name]) => name);
    expect(names).toContainEqual(expect.stringMatching(`^referencetoShop${PARAMETER.Ref}.*Ref$`));
    expect(parameters.filter(([, parameter]) => 'Default' in parameter)).toEqual([]);
  });

  test('two services of a stack share the parameter', () => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const tags = ['One', 'Two'].map((id) => ImageTag.fromParameter(new Construct(stack, id), '/my-app/image-tag').tagOrDigest);
    expect(tags[0]).toBe(tags[1]);
  });

  test.each(['image-tag', '/my-app/image-tag', 'My_App.tag', 'dummy-value-for-x'])('accepts %s', (name) => {
    const stack = new Stack(new App(), 'Service');
    ImageTag.fromParameter(stack, name);
    expect(Object.values(Template.fromStack(stack).toJSON().Parameters)).toContainEqual(expect.objectContaining({ Default: name }));
  });

  test.each([
    '',
    'a b',
    'my-app/image-tag',
    '/',
    '/x/',
    'arn:aws:ssm:eu-west-1:222222222222:parameter/x',
    '/my-app/image-tag:3',
    'x*',
    '{{resolve:ssm:x}}',
    Token.asString({ Ref: 'X' }),
  ])('refuses %j', (name) => {
    expect(() => ImageTag.fromParameter(new Stack(new App(), 'Service'), name)).toThrow(
      /^Service: name is (".*"|a token), but must be the name of a parameter of Systems Manager that is known at synthesis, without a version or label\./,
    );
  });

  test('refuses a scope outside of a stack', () => {
    expect(() => ImageTag.fromParameter(new App(), 'x')).toThrow(
      'scope is not in a stack, but the parameter must be in one. Pass the stack of the',
    );
  });
});

test.each([null, undefined, 1, [], {}, 'x'])('the scope %j is not a construct', (scope) => {
  const scopes = scope as never;
  expect(() => ImageTag.fromContext(scopes, 'x')).toThrow('ImageTag.fromContext(scope): scope is');
  expect(() => ImageTag.fromParameter(scopes, 'x')).toThrow('ImageTag.fromParameter(scope): scope is');
  expect(() => ImageTag.digestFromFile(scopes, 'x', 'y')).toThrow('ImageTag.digestFromFile(scope): scope is');
});
