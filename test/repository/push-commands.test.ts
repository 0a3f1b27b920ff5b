import { App, CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';

const shop = new Stack(new App(), 'Shop', { env: { account: '111111111111', region: 'cn-north-1' } });
const repository = new SecureRepository(shop, 'Repository', { repositoryName: 'team/myapp' });

test('the commands are those of the console, in the suffix of the partition, with the git SHA as the tag', () => {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  const commands = new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' }).pushCommands();
  new CfnOutput(stack, 'Commands', { value: commands.join('\n') });
  const { Value: value } = Template.fromStack(stack).findOutputs('Commands').Commands;
  const text = JSON.stringify(value)
    .replaceAll('",{"Ref":"AWS::URLSuffix"},"', 'amazonaws.com')
    .replaceAll(/",\{"Ref":"Repository[0-9A-F]+"\},"/g, 'myapp');
  expect((JSON.parse(text) as { 'Fn::Join': [string, string[]] })['Fn::Join'][1].join('').split('\n')).toEqual([
    'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    'docker build -t myapp .',
    'docker tag myapp:latest "111111111111.dkr.ecr.eu-west-1.amazonaws.com/myapp:$(git rev-parse --short HEAD)"',
    'docker push "111111111111.dkr.ecr.eu-west-1.amazonaws.com/myapp:$(git rev-parse --short HEAD)"',
  ]);
});

test('each tag is tagged and pushed', () => {
  const commands = repository.pushCommands(['$(git rev-parse --short HEAD)', 'v1.2.3']);
  expect(commands.map((command) => command.split(' ').slice(0, 2).join(' '))).toEqual([
    'aws ecr',
    'docker build',
    'docker tag',
    'docker push',
    'docker tag',
    'docker push',
  ]);
  expect(commands[5]).toMatch(/:v1\.2\.3"$/);
});

test.each(['latest', '_x', 'a'.repeat(128), 'v${VERSION}', '$TAG', Lazy.string({ produce: () => '!' })])('%j is a tag', (tag) => {
  expect(() => repository.pushCommands([tag])).not.toThrow();
});

test.each(['', '.a', '-a', 'a b', 'a'.repeat(129), '$(echo "x")', '`date`', 'a\\$b', '$(a\nb)', 'a; rm -r .'])('%j is refused', (tag) => {
  expect(() => repository.pushCommands([tag])).toThrow(
    new Error(
      `Shop/Repository: tag is ${JSON.stringify(tag)}, but must be 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." or "-", ` +
        'or shell text without double quotes, backquotes, backslashes and line breaks. Pass the tag as it is pushed, or text such as ' +
        '"$(git rev-parse --short HEAD)". [cdk-secure-repository:push-commands]',
    ),
  );
});

test('no tags are refused', () => {
  expect(() => repository.pushCommands([])).toThrow(
    new Error(
      'Shop/Repository: tags is empty, but must have at least one tag. Omit tags to use the git SHA. [cdk-secure-repository:push-commands]',
    ),
  );
});
