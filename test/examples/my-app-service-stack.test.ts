import { Match, Template } from 'aws-cdk-lib/assertions';
import { myApp } from '../fixtures/my-app';
import { templateOf } from '../fixtures/synthesized';

test("the template of the quick start's service is the one that has been looked at", () => {
  expect(templateOf(myApp().service)).toMatchSnapshot();
});

test('the service runs the tag in the parameter, with a task from the first deployment', () => {
  const template = Template.fromStack(myApp().service);
  const parameters = template.findParameters('*', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/myapp/image-tag' });
  const [parameter] = Object.keys(parameters);
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ Image: { 'Fn::Join': ['', Match.arrayWith(['/myapp:', { Ref: parameter }])] } }],
  });
  template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: 1 });
});

test('the stack of the repository is deployed first, and no export ties it to the service', () => {
  const { stack, service } = myApp();
  const [repository, services] = [stack, service].map((one) => Template.fromStack(one));
  expect(service.dependencies.map(({ node }) => node.path)).toEqual(['MyApp']);
  expect(Object.values(repository.findOutputs('*')).filter((output) => 'Export' in output)).toEqual([]);
  expect(JSON.stringify(services.toJSON())).not.toContain('Fn::ImportValue');
});
