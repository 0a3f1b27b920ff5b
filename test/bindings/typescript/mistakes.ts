import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  BuildkitePublisher,
  BuildkiteSubject,
  ContainerTool,
  GitHubPublisher,
  GitHubSubject,
  GitLabPublisher,
  GitLabSubject,
  ImageTag,
  LifecyclePolicy,
  SecureRepository,
} from 'cdk-secure-repository';

interface Mistake {
  readonly name: string;
  readonly make: () => unknown;
  /** How what the user is told begins, and where that is cut off, how it ends. */
  readonly expected: string;
  readonly end?: string;
}

const stack = new Stack(new App(), 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
const repository = new SecureRepository(stack, 'Good');
const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });

const repositories = [repository];
const subjects = [GitHubSubject.branch('my-org/my-app', 'main')];
const subjectOfGitLab: object = GitLabSubject.branch('my-group/my-app', 'main');

/** Mistakes that are easily made in TypeScript, and that its compiler lets through. */
const MISTAKES: Mistake[] = [
  {
    name: 'a count of 1.5',
    make: () => LifecyclePolicy.keepLatest(1.5),
    expected:
      'SecureRepositoryError: LifecyclePolicy.keepLatest(count, { protectedTags }), rule 2: countNumber is 1.5, ' +
      'but must be an integer of at least 1. Keep at least one image, or use expireAfter. [cdk-secure-repository:lifecycle-count]',
  },
  {
    name: 'a count that is not a number',
    make: () => LifecyclePolicy.keepLatest(Number('ten')),
    expected:
      'SecureRepositoryError: LifecyclePolicy.keepLatest(count, { protectedTags }), rule 2: countNumber is NaN, ' +
      'but must be an integer of at least 1. Keep at least one image, or use expireAfter. [cdk-secure-repository:lifecycle-count]',
  },
  {
    name: 'no rules',
    make: () => LifecyclePolicy.of(),
    expected:
      'SecureRepositoryError: LifecyclePolicy.of(rules): the policy has no rules, but must have at least one. Add a rule, or omit the policy (LifecyclePolicy.none() in an AWS CDK app). [cdk-secure-repository:lifecycle-policy]',
  },
  {
    name: 'a text that is not valid JSON',
    make: () => LifecyclePolicy.fromText('{ rules: [] }'),
    expected: 'SecureRepositoryError: LifecyclePolicy.fromText(text): the text is not valid JSON (',
    end: '), but must be a lifecycle policy. Use {"rules": [{…}]}. [cdk-secure-repository:lifecycle-policy]',
  },
  {
    name: 'a name with capitals',
    make: () => new SecureRepository(stack, 'Name', { repositoryName: 'MyApp' }),
    expected:
      'SecureRepositoryError: S/Name: repositoryName is "MyApp", with "M" at position 1, but must consist of lowercase letters and digits in parts separated by ".", "_", "__" or hyphens, with "/" between namespaces. Use "myapp". [cdk-secure-repository:repository-name]',
  },
  {
    name: 'six tags that may move',
    make: () => new SecureRepository(stack, 'Six', { mutableTags: [...'abcdef'] }),
    expected:
      'SecureRepositoryError: S/Six: mutableTags has 6 tags, but ECR accepts at most 5. Combine some of them with a wildcard, such as "dev-*". [cdk-secure-repository:mutable-tags]',
  },
  {
    name: 'images that would go with a repository that stays',
    make: () => new SecureRepository(stack, 'Empty', { emptyOnDelete: true, removalPolicy: RemovalPolicy.RETAIN }),
    expected:
      'SecureRepositoryError: S/Empty: emptyOnDelete is true, but removalPolicy is retain, and a repository that is retained keeps its images. Set removalPolicy to RemovalPolicy.DESTROY, or remove emptyOnDelete. [cdk-secure-repository:deletion]',
  },
  {
    name: 'a grant to everyone',
    make: () => repository.grantPull(new iam.AnyPrincipal()),
    expected:
      'SecureRepositoryError: S/Good: the statement would allow everyone, which makes the repository public. Name the principals, or use grantPullToOrganization. [cdk-secure-repository:public-repository]',
  },
  {
    name: 'an action that does not exist',
    make: () => repository.grant(role, 'ecr:BatchGetImages'),
    expected:
      'SecureRepositoryError: S/Good: action "ecr:BatchGetImages" does not exist. Did you mean "ecr:BatchGetImage"? [cdk-secure-repository:action]',
  },
  {
    name: 'an id twice',
    make: () => new SecureRepository(stack, 'Good'),
    expected: "Error: There is already a Construct with name 'Good' in Stack",
    end: ' [S]',
  },
  {
    // which has no public member that the compiler of a user could miss
    name: 'a subject of another CI system',
    make: () => new GitHubPublisher(stack, 'Subject', { repositories, subjects: [...subjects, subjectOfGitLab as GitHubSubject] }),
    expected:
      "SecureRepositoryError: S/Subject: subjects[1] is a GitLabSubject, but must be a GitHubSubject. Use GitHubSubject.branch('my-org@123456/my-app@456789', 'main'), for example. [cdk-secure-repository:github-publisher]",
  },
  {
    name: 'a subject for everyone',
    make: () => GitHubSubject.custom('*'),
    expected:
      'SecureRepositoryError: GitHubSubject.custom: text is "*", but must not consist of wildcards only, which would match every repository. Use "repo:my-org@123456/my-app@456789:environment:production", for example. [cdk-secure-repository:github-subject-wildcard]',
  },
  {
    name: 'the path of a project for its ID',
    make: () =>
      new GitLabPublisher(stack, 'Path', {
        repositories,
        subjects: [GitLabSubject.branch('my-group/my-app', 'main')],
        claims: { projectId: 'my-group/my-app' },
      }),
    expected:
      'SecureRepositoryError: S/Path: claims.projectId is "my-group/my-app", but must be an ID of digits. Use the value in a token of the project. [cdk-secure-repository:gitlab-claims]',
  },
  {
    name: 'claims of GitHub Enterprise Server',
    make: () =>
      new GitHubPublisher(stack, 'Enterprise', {
        repositories,
        issuerUrl: 'https://github.example.com/_services/token',
        subjects,
        claims: { ref: 'refs/heads/main' },
      }),
    expected:
      'SecureRepositoryError: S/Enterprise: claims has ref, but AWS has no condition keys for claims of github.example.com/_services/token, which is not GitHub.com. Remove claims, and restrict the subjects. [cdk-secure-repository:github-claims]',
  },
  {
    name: 'two providers for one issuer',
    make: () => {
      for (const name of ['First', 'Second']) {
        new BuildkitePublisher(stack, name, { repositories, subjects: [BuildkiteSubject.branch('my-org', 'my-app', 'main')] });
      }
    },
    expected:
      'SecureRepositoryError: S/Second: the app has another provider for https://agent.buildkite.com in this account (S/First/OidcProvider), but IAM accepts one per URL. Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider. [cdk-secure-repository:oidc-provider-duplicate]',
  },
  {
    name: 'a tag that the context does not have',
    make: () => ImageTag.fromContext(stack, 'imageTag'),
    expected:
      'SecureRepositoryError: S: the context "imageTag" is not set, but must be the tag or the digest of the image to deploy. Run npx cdk deploy S -c imageTag=3f9c2a1, or set it in cdk.json. [cdk-secure-repository:image-tag]',
  },
  {
    name: 'a build cache of Podman',
    make: () => repository.pushCommands(['v1'], { tool: ContainerTool.PODMAN, cache: 'cache' }),
    expected:
      'SecureRepositoryError: S/Good: cache is "cache" for podman, but Podman stores its cache as images with tags of their own. Use ContainerTool.DOCKER or FINCH, or remove cache. [cdk-secure-repository:push-commands]',
  },
];

function told(make: () => unknown): string {
  try {
    make();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

const lines = MISTAKES.flatMap(({ name, make, expected, end = '' }, index) => {
  const text = told(make);
  if (text.startsWith(expected) && text.endsWith(end)) return [`ok ${index + 1} - ${name}`];
  process.exitCode = 1;
  return [`not ok ${index + 1} - ${name}`, ...`told: ${text}\nexpected: ${expected}…${end}`.split('\n').map((line) => `# ${line}`)];
});
process.stdout.write(`1..${MISTAKES.length}\n${lines.join('\n')}\n`);
