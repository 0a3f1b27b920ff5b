import { CfnOutput, Fn, Stack, StackProps } from 'aws-cdk-lib';
import { RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import {
  BitbucketPublisher,
  BitbucketSubject,
  BuildkitePublisher,
  BuildkiteSubject,
  CircleCiPublisher,
  CircleCiSubject,
  ContainerTool,
  GitHubPublisher,
  GitHubSubject,
  GitLabPublisher,
  GitLabSubject,
  LifecyclePolicy,
  OidcPublisher,
  OidcSubject,
  SecureRepository,
} from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** The path of a workflow that several repositories call. */
const WORKFLOW = '.github/workflows/publish.yml';

/** A repository, and the roles with which the pipelines of several CI systems push to it. */
export class PublishersStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const repository = new SecureRepository(this, 'Repository', {
      repositoryName: 'myapp',
      encryption: RepositoryEncryption.KMS,
      lifecyclePolicy: LifecyclePolicy.keepLatest(10),
    });
    const repositories = [repository];

    const gitHub = new GitHubPublisher(this, 'GitHub', {
      repositories,
      subjects: [GitHubSubject.environment('my-org@123456/myapp@456789', 'production')],
      claims: { jobWorkflowRef: `my-org/workflows/${WORKFLOW}@refs/tags/v1`, ref: 'refs/heads/main' },
    });
    // the subjects of an organization that has customized them; IAM accepts one provider per issuer
    const gitHubCustomized = new GitHubPublisher(this, 'GitHubCustomized', {
      repositories,
      oidcProvider: gitHub.oidcProvider,
      subjects: [
        GitHubSubject.custom(
          `repo:my-org@123456/myapp@456789:environment:production:job_workflow_ref:my-org/workflows/${WORKFLOW}@refs/tags/v1`,
        ),
        GitHubSubject.reusableWorkflow('my-org/workflows', WORKFLOW, 'refs/heads/main', { calledFrom: 'my-org@123456/myapp@456789' }),
      ],
    });
    const gitLab = new GitLabPublisher(this, 'GitLab', {
      repositories,
      subjects: [GitLabSubject.branch('my-group/myapp', 'main'), GitLabSubject.tag('my-group/myapp', 'v*')],
      claims: { projectId: '456789', refProtected: true },
    });
    const bitbucket = new BitbucketPublisher(this, 'Bitbucket', {
      repositories,
      workspace: 'my-workspace',
      workspaceUuid: '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a',
      subjects: [BitbucketSubject.environment('1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b', '2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c')],
    });
    const circleCi = new CircleCiPublisher(this, 'CircleCi', {
      repositories,
      organizationId: '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
      subjects: [CircleCiSubject.branch('3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d', 'github.com/my-org/myapp', 'main')],
      claims: { projectId: '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d' },
    });
    const buildkite = new BuildkitePublisher(this, 'Buildkite', {
      repositories,
      subjects: [BuildkiteSubject.branch('my-org', 'myapp', 'main'), BuildkiteSubject.tag('my-org', 'myapp', 'v*')],
      claims: { pipelineId: '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e' },
    });
    const jenkins = new OidcPublisher(this, 'Jenkins', {
      repositories,
      issuerUrl: 'https://jenkins.example.com/oidc',
      subjects: [OidcSubject.exact('https://jenkins.example.com/job/myapp/')],
    });

    new CfnOutput(this, 'GitHubRoleArn', { value: gitHub.role.roleArn });
    new CfnOutput(this, 'GitHubCustomizedRoleArn', { value: gitHubCustomized.role.roleArn });
    new CfnOutput(this, 'GitLabRoleArn', { value: gitLab.role.roleArn });
    new CfnOutput(this, 'BitbucketRoleArn', { value: bitbucket.role.roleArn });
    new CfnOutput(this, 'CircleCiRoleArn', { value: circleCi.role.roleArn });
    new CfnOutput(this, 'BuildkiteRoleArn', { value: buildkite.role.roleArn });
    new CfnOutput(this, 'JenkinsRoleArn', { value: jenkins.role.roleArn });

    const commands = repository.pushCommands(['$(git rev-parse --short HEAD)'], {
      tool: ContainerTool.DOCKER,
      platforms: ['linux/amd64', 'linux/arm64'],
      dualStack: true,
    });
    new CfnOutput(this, 'PushCommands', { value: Fn.join('\n', commands) });
    new CfnOutput(this, 'DualStackRegistry', { value: repository.dualStackRegistryUri });
  }
}
