import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { faultsOfTest, noteFaults, settleFaults, templatesAreBrokenOnPurpose } from './faults-of-test';

const FAULT = 'Resources.T.Properties.Value: Ref names Nothing, which is not among the Resources of the template';

function broken() {
  templatesAreBrokenOnPurpose('whether the fault is found is what is tested');
  const app = new App();
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'S', { stackName: 'S' });
  const nested = new NestedStack(stack, 'N');
  new CfnResource(nested, 'T', { type: 'A::B::C', properties: { Value: { Ref: 'Nothing' } } });
  return { app, stage, stack, nested };
}

test.each<[string, () => unknown]>([
  ['of an app', () => broken().app.synth()],
  ['of a Stage', () => broken().stage.synth()],
  ['of a stack, for assertions', () => Template.fromStack(broken().stack)],
  ['of a nested stack, for assertions', () => Template.fromStack(broken().nested)],
])('the templates %s are checked', (_, synthesize) => {
  synthesize();
  expect(faultsOfTest()).toEqual([expect.stringMatching(/^ProdS\w+\.template\.json: NNested\w+: /)]);
  expect(faultsOfTest()[0]).toContain(FAULT);
});

test('the templates are checked again when they are synthesized again', () => {
  templatesAreBrokenOnPurpose('whether the fault is found is what is tested');
  const app = new App();
  const thing = new CfnResource(new Stack(app, 'S'), 'T', { type: 'A::B::C' });
  app.synth();
  expect(faultsOfTest()).toEqual([]);
  thing.addPropertyOverride('Value', { Ref: 'Nothing' });
  app.synth({ force: true });
  expect(faultsOfTest()).toEqual([`S.template.json: ${FAULT}`]);
});

test('a test whose templates have faults fails, and names them', () => {
  noteFaults(['S.template.json: a fault']);
  expect(settleFaults).toThrow('The templates of this test have faults:\n  S.template.json: a fault');
  expect(settleFaults).not.toThrow();
});

test('a test that announces faults that there are not fails', () => {
  templatesAreBrokenOnPurpose('nothing');
  expect(settleFaults).toThrow('The templates of this test have no faults, but it announces some (nothing). Remove the announcement.');
  expect(settleFaults).not.toThrow();
});
