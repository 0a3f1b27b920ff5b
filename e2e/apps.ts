import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { GitHubPublisher, GitHubSubject, LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';

type SynthesizedTemplate = { Resources: Record<string, { Type: string }> };

/** A repository with a publisher, and one in which no tag may move. */
export function shop(): SynthesizedTemplate {
  return synthesized((stack) => {
    const repository = new SecureRepository(stack, 'Repository', {
      repositoryName: 'my-app',
      mutableTags: ['latest'],
      lifecyclePolicy: LifecyclePolicy.keepLatest(10),
    });
    new SecureRepository(stack, 'Strict', { repositoryName: 'strict' });
    new GitHubPublisher(stack, 'Publisher', {
      repositories: [repository],
      subjects: [GitHubSubject.branch('my-org/my-app', 'main'), GitHubSubject.tag('my-org/my-app', 'v*')],
    });
  });
}

/** What a team has before it migrates. */
export function beforeMigration(repositoryName: string): SynthesizedTemplate {
  return synthesized((stack) => new ecr.Repository(stack, 'Repository', { repositoryName }));
}

/** The same repository after it. */
export function afterMigration(repositoryName: string, implicitEncryption: boolean): SynthesizedTemplate {
  return synthesized(
    (stack) => new SecureRepository(stack, 'Repository', { repositoryName, implicitEncryption, lifecyclePolicy: LifecyclePolicy.none() }),
  );
}

function synthesized(fill: (stack: Stack) => Construct | void): SynthesizedTemplate {
  const stack = new Stack(new App(), 'Shop');
  fill(stack);
  return Template.fromStack(stack).toJSON() as SynthesizedTemplate;
}
