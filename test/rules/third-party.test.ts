import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { LifecyclePolicy, RepositoryDefaults, SecureRepository } from '../../src';
import { isOfThirdParty } from '../../src/rules/third-party';

class OwnService extends Construct {
  public readonly images = new ecr.CfnRepository(this, 'Images');
}

/** A class as jsii marks it in a package. */
class VendorService extends OwnService {}
Object.defineProperty(VendorService, Symbol.for('jsii.rtti'), { value: { fqn: '@vendor/containers.VendorService', version: '1.0.0' } });

function stack(): Stack {
  return new Stack(new App(), 'Shop');
}

describe('a repository belongs to the app', () => {
  test.each([
    ['directly in a stack', () => new ecr.CfnRepository(stack(), 'L1')],
    ['in an L2', () => new ecr.Repository(stack(), 'Plain').node.defaultChild as ecr.CfnRepository],
    ['in a SecureRepository', () => new SecureRepository(stack(), 'Secure').node.defaultChild as ecr.CfnRepository],
    ['in a construct of the app', () => new OwnService(stack(), 'Service').images],
  ])('%s', (_, create) => {
    expect(isOfThirdParty(create())).toBe(false);
  });

  test.each([
    [
      'created by a test, which a runner calls',
      ['new Repository in aws-cdk-lib', 'fn (/app/test/shop.test.ts:4:1)', 'run (/app/node_modules/jest-circus/run.js:1:1)'],
    ],
    [
      'created by a test, in the form of aws-cdk-lib',
      ['...new Repository in aws-cdk-lib...', 'fn (/app/test/shop.test.ts:4:1)', '...jest-circus, jest-runner...'],
    ],
    ['created with pnpm', ['...new Repository in .pnpm...', 'fn (/app/test/shop.test.ts:4:1)']],
    [
      'created by a function that a package calls',
      ['...new Repository in aws-cdk-lib...', '<anonymous> (/app/bin/app.ts:5:1)', '...map in lodash...', 'main (/app/bin/app.ts:9:1)'],
    ],
    ['created in Python', ['...jsii runtime, node internals, new Repository in aws-cdk-lib...', '__init__ (/app/stack.py:9)']],
    [
      'created by the runtime of jsii',
      ['create (/tmp/node_modules/@jsii/kernel/lib/kernel.js:1:1)', 'process (/tmp/node_modules/@jsii/runtime/lib/host.js:1:1)'],
    ],
    ['without a stack trace', []],
  ])('%s', (_, creationStack) => {
    expect(isOfThirdParty(Object.defineProperty(new ecr.CfnRepository(stack(), 'L1'), 'creationStack', { value: creationStack }))).toBe(
      false,
    );
  });
});

describe('a repository belongs to another package', () => {
  test('in a construct of a jsii package', () => {
    expect(isOfThirdParty(new VendorService(stack(), 'Service').images)).toBe(true);
  });

  test.each([
    ['with a scope', '/app/node_modules/@vendor/containers/lib/service.js:10:5'],
    ['without a scope', '/app/node_modules/containers/index.js:10:5'],
    ['of pnpm', '/app/node_modules/.pnpm/containers@1.0.0/node_modules/containers/index.js:10:5'],
    ['on Windows', 'C:\\app\\node_modules\\containers\\index.js:10:5'],
  ])('created by the code of a package %s', (_, place) => {
    const creationStack = ['...new Repository in aws-cdk-lib...', `new Service (${place})`, '<anonymous> (/app/bin/app.ts:5:1)'];
    expect(isOfThirdParty(Object.defineProperty(new ecr.CfnRepository(stack(), 'L1'), 'creationStack', { value: creationStack }))).toBe(
      true,
    );
  });
});

describe('a repository belongs to another package, as aws-cdk-lib describes its calls', () => {
  test.each([
    ['...aws-cdk-lib, new ImageRepository in @vendor/containers...'],
    ['...aws-cdk-lib, createRepository in containers...'],
    ['...aws-cdk-lib, node internals, @vendor/containers, new DockerImageAsset in aws-cdk-lib...'],
  ])('%s', (line) => {
    const creationStack = [line, '<anonymous> (/app/bin/app.ts:5:1)'];
    expect(isOfThirdParty(Object.defineProperty(new ecr.CfnRepository(stack(), 'L1'), 'creationStack', { value: creationStack }))).toBe(
      true,
    );
  });

  test('created by a package that is not of jsii', () => {
    const folder = mkdtempSync(join(tmpdir(), 'app-'));
    const vendor = join(folder, 'node_modules/containers');
    mkdirSync(vendor, { recursive: true });
    writeFileSync(join(vendor, 'index.js'), 'exports.create = (Repository, scope) => new Repository(scope, "Images");');
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is written here
    const { create } = require(vendor) as { create: (type: typeof ecr.Repository, scope: Construct) => ecr.Repository };
    rmSync(folder, { recursive: true });
    const app = new App({ stackTraces: true });
    const resource = create(ecr.Repository, new Stack(app, 'Shop')).node.defaultChild as ecr.CfnRepository;
    expect(resource.creationStack.join('\n')).toContain('containers');
    expect(isOfThirdParty(resource)).toBe(true);
    const own = new ecr.Repository(new Stack(app, 'Own'), 'Images').node.defaultChild as ecr.CfnRepository;
    expect(isOfThirdParty(own)).toBe(false);
  });
});

describe('defaults on a repository of another package', () => {
  const policy = LifecyclePolicy.keepLatest(20);
  const repaired = (includeThirdParty?: boolean, lifecyclePolicy = policy) => {
    const scope = stack();
    const service = new VendorService(scope, 'Service');
    Aspects.of(scope).add(RepositoryDefaults.asAspect({ immutableTags: true, lifecyclePolicy, includeThirdParty }));
    return Template.fromStack(scope).findResources('AWS::ECR::Repository')[scope.getLogicalId(service.images)] as { Properties: object };
  };

  test('never expire its tagged images or make its tags immutable', () => {
    expect(repaired().Properties).toEqual({ ImageScanningConfiguration: { ScanOnPush: true } });
  });

  test('expire its untagged images', () => {
    const untagged = LifecyclePolicy.fromText(
      '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}',
    );
    expect(repaired(false, untagged).Properties).toEqual({
      ImageScanningConfiguration: { ScanOnPush: true },
      LifecyclePolicy: { LifecyclePolicyText: untagged.toText() },
    });
  });

  test('are all set with includeThirdParty', () => {
    expect(repaired(true).Properties).toEqual({
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
      LifecyclePolicy: { LifecyclePolicyText: policy.toText() },
    });
  });
});
