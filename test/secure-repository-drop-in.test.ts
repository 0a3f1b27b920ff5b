import { App, InjectionContext, IPropertyInjector, RemovalPolicies, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LifecyclePolicy, SecureRepository, SecureRepositoryProps } from '../src';
import { HOME } from './fixtures/environments';
import { resourcesOf, templateOf } from './fixtures/synthesized';

const stackIn = (scope: Construct = new App()) => new Stack(scope, 'Shop', { env: HOME });
const repositoryIn = (stack: Stack) => resourcesOf(stack, 'AWS::ECR::Repository')[0];

test('its logical ID is that of a plain repository', () => {
  const logicalIds = [ecr.Repository, SecureRepository].map((construct) => {
    const stack = stackIn();
    new construct(stack, 'Repository');
    return Object.keys(templateOf(stack).Resources ?? {});
  });
  expect(logicalIds[1]).toEqual(logicalIds[0]);
});

test('with implicit encryption it differs from a plain repository in nothing that replaces it', () => {
  const [plain, secure] = [ecr.Repository, SecureRepository].map((construct) => {
    const stack = stackIn();
    new construct(stack, 'Repository', { repositoryName: 'myapp', ...(construct === SecureRepository && { implicitEncryption: true }) });
    return repositoryIn(stack).Properties;
  });
  expect(secure.RepositoryName).toEqual(plain.RepositoryName);
  expect(secure.EncryptionConfiguration).toEqual(plain.EncryptionConfiguration);
});

test('it is taken for an ecr.IRepository: events, tags on resources and references work', () => {
  const stack = stackIn();
  const repository: ecr.IRepository = new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' });
  expect(repository.onEvent('Pushed')).toBeInstanceOf(Rule);
  expect(stack.resolve(repository.repositoryRef.repositoryName)).toEqual({ Ref: 'Repository22E53BBD' });
});

describe('what is applied after construction', () => {
  test('a removal policy', () => {
    const stack = stackIn();
    new SecureRepository(stack, 'Repository').applyRemovalPolicy(RemovalPolicy.DESTROY);
    expect(repositoryIn(stack).DeletionPolicy).toBe('Delete');
  });

  test('a removal policy for a whole stack', () => {
    const stack = stackIn();
    new SecureRepository(stack, 'Repository');
    RemovalPolicies.of(stack).destroy();
    expect(repositoryIn(stack).DeletionPolicy).toBe('Delete');
  });

  test('tags', () => {
    const stack = stackIn();
    const repository = new SecureRepository(stack, 'Repository');
    Tags.of(stack).add('team', 'shop');
    Tags.of(repository).add('stage', 'prod');
    expect(repositoryIn(stack).Properties.Tags).toEqual([
      { Key: 'stage', Value: 'prod' },
      { Key: 'team', Value: 'shop' },
    ]);
  });
});

test('it works in a Stage', () => {
  const app = new App();
  const stack = stackIn(new Stage(app, 'Prod'));
  const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' });
  repository.grantPull(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
  Template.fromStack(stack).resourceCountIs('AWS::ECR::Repository', 1);
});

describe('property injection', () => {
  /** What a company wants for all of its repositories. */
  class CompanyDefaults implements IPropertyInjector {
    public readonly constructUniqueId = SecureRepository.PROPERTY_INJECTION_ID;

    constructor(private readonly defaults: object) {}

    public inject(given: SecureRepositoryProps, _context: InjectionContext): SecureRepositoryProps {
      return { ...this.defaults, ...given };
    }
  }

  const injectedWith = (defaults: object, props?: SecureRepositoryProps) => {
    const stack = stackIn(new App({ propertyInjectors: [new CompanyDefaults(defaults)] }));
    new SecureRepository(stack, 'Repository', props);
    return repositoryIn(stack).Properties;
  };

  test('defaults come from the app', () => {
    expect(injectedWith({ mutableTags: ['latest'], lifecyclePolicy: LifecyclePolicy.none() })).toMatchObject({
      ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    });
  });

  test('the properties of a repository take precedence', () => {
    expect(injectedWith({ repositoryName: 'default' }, { repositoryName: 'mine' }).RepositoryName).toBe('mine');
  });

  test('what is injected is checked as well', () => {
    expect(() => injectedWith({ repositoryName: 'NOT A NAME' })).toThrow('Shop/Repository: repositoryName is "NOT A NAME"');
  });

  test('nothing insecure can be injected: a property of ecr.Repository is refused, and one of the L1 has no effect', () => {
    expect(() => injectedWith({ imageScanOnPush: false })).toThrow('imageScanOnPush is a property of ecr.Repository');
    const insecure = {
      imageScanningConfiguration: { scanOnPush: false },
      repositoryPolicyText: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }] },
    };
    expect(injectedWith(insecure)).toEqual(injectedWith({}));
  });

  test('an injector for ecr.Repository does not reach it', () => {
    const forPlain: IPropertyInjector = {
      constructUniqueId: ecr.Repository.PROPERTY_INJECTION_ID,
      inject: () => ({ imageScanOnPush: false, repositoryName: 'injected' }),
    };
    const stack = stackIn(new App({ propertyInjectors: [forPlain] }));
    new SecureRepository(stack, 'Repository');
    expect(repositoryIn(stack).Properties.RepositoryName).toBeUndefined();
  });
});
