import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { VERSION } from '../../bindings/versions';
import { ImagesStack } from '../../templates/typescript/images-stack';

const TEMPLATES = join(__dirname, '../../templates');
const textOf = (...path: string[]) => readFileSync(join(TEMPLATES, ...path), 'utf8');
const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { peerDependencies: Record<string, string> };
const minimum = (peer: string) => manifest.peerDependencies[peer].replace('^', '');

test('the app of the template has a repository and a role that may push to it', () => {
  const template = Template.fromStack(new ImagesStack(new App(), 'MyServiceImages'));
  template.hasResourceProperties('AWS::ECR::Repository', { RepositoryName: 'my-service', ImageTagMutability: 'IMMUTABLE' });
  template.resourceCountIs('AWS::IAM::Role', 1);
  expect(Object.keys(template.findOutputs('*'))).toEqual(['PublisherRoleArn', 'PushCommands']);
});

test.each([
  ['typescript/package.json', `"cdk-secure-repository": "^${VERSION}"`],
  ['python/requirements.txt', `cdk-secure-repository>=${VERSION},<0.2\n`],
  ['java/pom.xml', `<cdk-secure-repository.version>${VERSION}</`],
  ['go/go.mod', `cdk-secure-repository-go/cdksecurerepository v${VERSION}\n`],
])('%s requires the version that is released next', (file, version) => {
  expect(textOf(file)).toContain(version);
});

test.each([
  ['typescript/package.json', `"aws-cdk-lib": "^${minimum('aws-cdk-lib')}"`],
  ['python/requirements.txt', `aws-cdk-lib>=${minimum('aws-cdk-lib')},<3\n`],
  ['java/pom.xml', `<aws-cdk.version>${minimum('aws-cdk-lib')}</`],
  ['go/go.mod', `awscdk/v2 v${minimum('aws-cdk-lib')}\n`],
])('%s accepts the oldest aws-cdk-lib that the package accepts', (file, version) => {
  expect(textOf(file)).toContain(version);
});

test.each([
  ['typescript', 'images-stack.ts'],
  ['python', 'images_stack.py'],
  ['java', 'src/main/java/com/example/ImagesStack.java'],
  ['go', 'images_stack.go'],
])('the README in %s names the file with the two names to change', (language, file) => {
  expect(textOf(language, 'README.md')).toContain(`the two names at the top of \`${file}\``);
  expect(textOf(language, file)).toMatch(/change it to the name of your service[^]*change it to yours/);
});
