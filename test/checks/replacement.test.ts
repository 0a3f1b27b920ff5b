import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { SecureRepository, SecureRepositoryProps } from '../../src';
import { SynthesizedResource, templateOf } from '../fixtures/synthesized';

/** Properties of AWS::ECR::Repository whose change replaces the repository, and with it its images. */
const REPLACING = ['RepositoryName', 'EncryptionConfiguration'];

function replacingPropertiesOf(template: { readonly Resources?: { readonly [logicalId: string]: SynthesizedResource } }): object {
  return Object.fromEntries(
    Object.entries(template.Resources ?? {}).map(([logicalId, { Properties: properties = {} }]) => [
      logicalId,
      Object.fromEntries(Object.entries(properties).filter(([name]) => REPLACING.includes(name))),
    ]),
  );
}

function plain(props: ecr.RepositoryProps): object {
  const stack = new Stack(new App(), 'Shop');
  new ecr.Repository(stack, 'Repository', props);
  return replacingPropertiesOf(templateOf(stack));
}

function secure(props: SecureRepositoryProps): object {
  const stack = new Stack(new App(), 'Shop');
  new SecureRepository(stack, 'Repository', props);
  return replacingPropertiesOf(templateOf(stack));
}

describe('in the place of an ecr.Repository', () => {
  test.each<[string, ecr.RepositoryProps]>([
    ['with a name', { repositoryName: 'myapp' }],
    ['with a generated name', {}],
  ])('%s, implicit encryption changes nothing that replaces the repository', (_name, props) => {
    expect(secure({ ...props, implicitEncryption: true } as SecureRepositoryProps)).toEqual(plain(props));
  });

  test('the default names the encryption, which would replace it', () => {
    expect(secure({ repositoryName: 'myapp' })).not.toEqual(plain({ repositoryName: 'myapp' }));
  });
});
