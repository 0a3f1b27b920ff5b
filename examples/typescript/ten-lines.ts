import { App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';

const app = new App();
const stack = new Stack(app, 'MyApp');
const repository = new SecureRepository(stack, 'Repository', {
  repositoryName: 'myapp',
  lifecyclePolicy: LifecyclePolicy.keepLatest(10),
});
new CfnOutput(stack, 'PushCommands', { value: Fn.join('\n', repository.pushCommands()) });
app.synth();
