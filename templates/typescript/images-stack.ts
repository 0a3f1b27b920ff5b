import { CfnOutput, Fn, Stack, StackProps } from 'aws-cdk-lib';
import { GitHubPublisher, GitHubSubject, LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** The name of the repository: change it to the name of your service. */
const REPOSITORY_NAME = 'my-service';
/** The repository on GitHub whose branch `main` may push, with the IDs that its settings display under Actions, OIDC: change it to yours. */
const GITHUB_REPOSITORY = 'my-org@123456/my-service@456789';

/** The images of one service, and the role of the workflow that pushes them. */
export class ImagesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const repository = new SecureRepository(this, 'Repository', {
      repositoryName: REPOSITORY_NAME,
      // keeps the 20 newest tagged images, and every release
      lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['v*'] }),
    });

    const publisher = new GitHubPublisher(this, 'Publisher', {
      repositories: [repository],
      subjects: [GitHubSubject.branch(GITHUB_REPOSITORY, 'main')],
    });

    new CfnOutput(this, 'PublisherRoleArn', { value: publisher.role.roleArn });
    new CfnOutput(this, 'PushCommands', { value: Fn.join('\n', repository.pushCommands()) });
  }
}
