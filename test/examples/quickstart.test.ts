import { App, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { quickStart } from '../../examples/quickstart/quickstart';
import { Sample } from '../../examples/quickstart/report';
import { ImageInventory, LifecyclePolicy, SecureRepository } from '../../src';
import { myApp } from '../fixtures/my-app';

/** What a person reads, by heading, and the exit code. */
function quickStartOf(app: App, sample?: Sample): { sections: { [heading: string]: string[] }; exitCode: number } {
  const sections: { [heading: string]: string[] } = {};
  let lines: string[] = [];
  const exitCode = quickStart(
    app,
    {
      heading: (text) => (lines = sections[text] = []),
      line: (text) => lines.push(text.replace(app.outdir, 'cdk.out')),
    },
    sample,
  );
  return { sections, exitCode };
}

test('of the example it says what it enforces, whom it lets in and what to type next', () => {
  expect(quickStartOf(myApp().app)).toEqual({
    sections: {
      'What MyApp/Repository enforces': [
        'every image is scanned on push while the registry uses basic scanning',
        'tags cannot be overwritten, except latest',
        'images are encrypted with AES256',
        'the repository and its images are retained when the stack is deleted',
      ],
      'What becomes of the images of MyApp/Repository': [
        '1. expire untagged images 14 days after the push',
        '2. keep the 10 newest of the tagged images, expire the others',
      ],
      'Who may do what with MyApp/Repository': [
        'who                               may            by',
        'MyApp-Service/Task/ExecutionRole  pull           identity policy',
        'MyApp/Developers                  pull and push  identity policy',
        'MyApp/Publisher/Role              push           identity policy',
      ],
      'Where the template lies': ['cdk.out/MyApp.template.json'],
      'What to type next': [
        'deploy                   npx cdk deploy MyApp',
        'log in and push          aws cloudformation describe-stacks --stack-name MyApp ' +
          `--query "Stacks[0].Outputs[?OutputKey=='PushCommands'].OutputValue" --output text | sh -e`,
        'choose the image to run  aws ssm put-parameter --name /myapp/image-tag --type String --overwrite ' +
          '--value "$(git rev-parse --short HEAD)"',
        'run it                   npx cdk deploy MyApp-Service',
        'look at the images       aws ecr describe-images --repository-name myapp',
        'look at the findings     aws ecr describe-image-scan-findings --repository-name myapp --image-id imageTag=TAG',
        'clean up the images      aws ecr delete-repository --force --repository-name myapp',
        'clean up the tag         aws ssm delete-parameter --name /myapp/image-tag',
        'clean up the rest        npx cdk destroy MyApp',
      ],
      "cdk-nag's AwsSolutions pack has nothing to say": [],
    },
    exitCode: 0,
  });
});

test('of a repository with nothing but defaults it says that nobody is let in, and asks CloudFormation for the name', () => {
  const app = new App();
  new SecureRepository(new Stack(app, 'Plain'), 'Images');
  const { sections } = quickStartOf(app);
  const name =
    '"$(aws cloudformation describe-stack-resource --stack-name Plain --logical-resource-id Images2D38C313 ' +
    '--query StackResourceDetail.PhysicalResourceId --output text)"';
  expect(sections).toMatchObject({
    'What Plain/Images enforces': expect.arrayContaining(['tags cannot be overwritten']),
    'What becomes of the images of Plain/Images': ['1. expire untagged images 14 days after the push'],
    'Who may do what with Plain/Images': ['nobody, besides the administrators of the account'],
    'What to type next': [
      'deploy                npx cdk deploy Plain',
      `look at the images    aws ecr describe-images --repository-name ${name}`,
      `look at the findings  aws ecr describe-image-scan-findings --repository-name ${name} --image-id imageTag=TAG`,
      `clean up the images   aws ecr delete-repository --force --repository-name ${name}`,
      'clean up the rest     npx cdk destroy Plain',
    ],
  });
});

test('of a repository that goes with its stack it says so, and whom its policy denies what', () => {
  const app = new App();
  const stack = new Stack(app, 'Short');
  const repository = new SecureRepository(stack, 'Images', {
    repositoryName: 'short/lived',
    encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
    lifecyclePolicy: LifecyclePolicy.none(),
    removalPolicy: RemovalPolicy.DESTROY,
    emptyOnDelete: true,
  });
  repository.access.grantPullToOrganization('o-a1b2c3d4e5');
  repository.addToResourcePolicy(
    new iam.PolicyStatement({ effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['ecr:BatchDeleteImage'] }),
  );
  expect(quickStartOf(app).sections).toMatchObject({
    'What Short/Images enforces': [
      'every image is scanned on push while the registry uses basic scanning',
      'tags cannot be overwritten',
      'images are encrypted with KMS, using the key ${Key961B73FD.Arn}',
      'the repository and its images are deleted with the stack',
    ],
    'What becomes of the images of Short/Images': ['no rules: every image stays until it is deleted'],
    'Who may do what with Short/Images': [
      'who                        may                       by',
      'everyone                   not ecr:BatchDeleteImage  repository policy',
      'organization o-a1b2c3d4e5  pull                      repository policy',
    ],
    'What to type next': [
      'deploy                npx cdk deploy Short',
      'look at the images    aws ecr describe-images --repository-name short/lived',
      'look at the findings  aws ecr describe-image-scan-findings --repository-name short/lived --image-id imageTag=TAG',
      'clean up the rest     npx cdk destroy Short',
    ],
  });
});

test('of two repositories in a stage it speaks of each, and names the stack as the CDK command wants it', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
  new SecureRepository(stack, 'Web', { repositoryName: 'web' });
  new SecureRepository(stack, 'Api', { repositoryName: 'api' }).grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'));
  const { sections } = quickStartOf(app);
  expect(sections['Who may do what with Prod/Shop/Web']).toEqual(['nobody, besides the administrators of the account']);
  expect(sections['Who may do what with Prod/Shop/Api']).toEqual([
    'who                                                 may   by',
    'lambda.amazonaws.com for account ${AWS::AccountId}  pull  repository policy',
  ]);
  expect(sections['What to type next']).toContain('deploy                npx cdk deploy Prod/Shop');
});

test('a finding of cdk-nag is printed with its place, and the exit code is 1', () => {
  const { app, stack } = myApp();
  const role = new iam.Role(stack, 'Auditors', { assumedBy: new iam.AccountRootPrincipal() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:DescribeRepositories'], resources: ['*'] }));
  const { sections, exitCode } = quickStartOf(app);
  expect(sections["cdk-nag's AwsSolutions pack has this to say"]).toEqual([
    expect.stringMatching(/^AwsSolutions-IAM5\[Resource::\*\] at MyApp\/Auditors\/DefaultPolicy\/Resource: /),
  ]);
  expect(exitCode).toBe(1);
});

test('with a sample of images it says which would go first', () => {
  const app = new App();
  new SecureRepository(new Stack(app, 'Plain'), 'Images', { lifecyclePolicy: LifecyclePolicy.keepLatest(1) });
  const image = (digest: string, tag: string, imagePushedAt: string) => ({
    imageDigest: `sha256:${digest.repeat(64)}`,
    imageTags: [tag],
    imagePushedAt,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  });
  const inventory = ImageInventory.fromJson(
    JSON.stringify({ imageDetails: [image('a', 'new', '2026-10-02T00:00:00Z'), image('b', 'old', '2026-10-01T00:00:00Z')] }),
  );
  const { sections } = quickStartOf(app, { inventory, now: new Date('2026-10-03') });
  expect(sections['What the policy of Plain/Images would do with the sample images']).toEqual([
    expect.stringMatching(/^ACTION +RULE/),
    expect.stringMatching(/^expire +2 .* old +number 2 of 2/),
    expect.stringMatching(/^keep +2 .* new /),
    expect.stringMatching(/^expires 1 of 2 images/),
  ]);
});
