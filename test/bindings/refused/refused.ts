// Mistakes that the compiler of TypeScript finds; each line says what it tells.
import { App, Stack } from 'aws-cdk-lib';
import { GitHubPublisher, GitHubSubject, LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';

const stack = new Stack(new App(), 'S');
const repository = new SecureRepository(stack, 'Good');

LifecyclePolicy.keepLatest('10'); // text for a count: Argument of type 'string' is not assignable to parameter of type 'number'.
LifecyclePolicy.keepLatest(); // no count: Expected 1-2 arguments, but got 0.
new SecureRepository(stack); // no id: Expected 2-3 arguments, but got 1.
new SecureRepository(stack, 'A', { name: 'myapp' }); // an unknown property: 'name' does not exist in type 'SecureRepositoryProps'.
new SecureRepository(stack, 'B', { mutableTags: 'latest' }); // text for a list of tags: Type 'string' is not assignable to type 'string[]'.
new SecureRepository(stack, 'C', { removalPolicy: 'DESTROY' }); // text for an enum: Did you mean 'RemovalPolicy.DESTROY'?
repository.grantPull('arn:aws:iam::111122223333:role/dev'); // a grant to the text of an ARN: Argument of type 'string' is not assignable to parameter of type 'IGrantable'.
repository.grantPull(undefined); // a grant to undefined: Argument of type 'undefined' is not assignable to parameter of type 'IGrantable'.
new GitHubPublisher(stack, 'D', { repositories: [repository], subjects: [], claims: { eventName: 'push' } }); // an unknown claim: 'eventName' does not exist in type 'GitHubClaims'.
new GitHubPublisher(stack, 'E', { repositories: [repository] }); // no subjects: Property 'subjects' is missing in type '{ repositories: SecureRepository[]; }' but required in type 'GitHubPublisherProps'.
repository.pushCommands(['v1'], { tool: 'podman' }); // the name of a tool: Type '"podman"' is not assignable to type 'ContainerTool | undefined'.
new GitHubSubject('repo:my-org/my-app:ref:refs/heads/main'); // a subject without a factory: Constructor of class 'GitHubSubject' is private and only accessible within the class declaration.
