import {
  Annotations,
  App,
  CfnElement,
  CfnOutput,
  CfnParameter,
  CfnResource,
  Fn,
  Lazy,
  NestedStack,
  Stack,
  Stage,
  Tags,
  Token,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { assemblyFaults } from './assembly-faults';
import { templatesAreBrokenOnPurpose } from './faults-of-test';

const env = { account: '111111111111', region: 'eu-west-1' };

const thing = (scope: Construct, value: unknown) => new CfnResource(scope, 'Thing', { type: 'A::B::C', properties: { Value: value } });
const role = (scope: Construct) => new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
/** As a construct writes that resolves too early: in the stack of the repository, not in its own. */
const resolvedTooEarly = (value: unknown, of: Construct) => Stack.of(of).resolve(value) as unknown;

test('values that cross stacks, nested stacks and Stages as aws-cdk-lib lets them have no faults', () => {
  const app = new App();
  const parent = new Stack(app, 'Parent', { env });
  const nested = new NestedStack(parent, 'Nested');
  const inner = new NestedStack(nested, 'Inner');
  thing(inner, role(parent).roleArn);
  thing(nested, role(inner).roleArn);
  thing(parent, role(nested).roleArn);
  thing(new Stack(app, 'Other', { env }), role(new Stack(app, 'Third', { env })).roleArn);
  const stage = new Stage(app, 'Prod', { env });
  thing(new Stack(stage, 'A'), role(new Stack(stage, 'B')).roleArn);
  thing(new Stack(app, 'Outside', { env }), Fn.importValue('of-a-stack-outside-of-the-app'));
  expect(assemblyFaults(app.synth())).toEqual([]);
});

test.each<[string, (app: App, stack: Stack) => void, string]>([
  [
    'a reference into another stack that was resolved there',
    (app, stack) => thing(stack, resolvedTooEarly(role(new Stack(app, 'Other', { env })).roleArn, app.node.findChild('Other'))),
    'S.template.json: Resources.Thing.Properties.Value: Fn::GetAtt names Role1ABCC5F0, which is not among the Resources of the template',
  ],
  [
    'a reference in a nested stack',
    (_, stack) => thing(new NestedStack(stack, 'N'), { Ref: 'Nothing' }),
    'S.template.json: NNestedStackNNestedStackResource25BF0ED8: Resources.Thing.Properties.Value: Ref names Nothing, which is not among the Resources of the template',
  ],
  [
    'a reference in a stack of a Stage',
    (app) => thing(new Stack(new Stage(app, 'Prod', { env }), 'T'), { Ref: 'Nothing' }),
    'ProdT09E63711.template.json: Resources.Thing.Properties.Value: Ref names Nothing, which is not among the Resources of the template',
  ],
  [
    'an export that only another environment has',
    (app, stack) => {
      new CfnOutput(new Stack(app, 'Other', { env: { ...env, region: 'us-east-1' } }), 'Arn', { value: 'x', exportName: 'Shared' });
      thing(stack, Fn.importValue('Shared'));
    },
    'S.template.json: Resources.Thing.Properties.Value: Fn::ImportValue names "Shared", which only a stack of aws://111111111111/us-east-1 exports',
  ],
  [
    'an export that the stack of its name does not have',
    (app, stack) => {
      new Stack(app, 'Other', { env });
      thing(stack, Fn.importValue('Other:ExportsOutputFnGetAttRole1ABCC5F0ArnB1C6FC8D'));
    },
    'S.template.json: Resources.Thing.Properties.Value: Fn::ImportValue names "Other:ExportsOutputFnGetAttRole1ABCC5F0ArnB1C6FC8D", which Other.template.json does not export',
  ],
  [
    'a parameter that a nested stack is not given',
    (_, stack) => thing(new NestedStack(stack, 'N'), new CfnParameter(stack.node.findChild('N'), 'P').valueAsString),
    'S.template.json: Resources.NNestedStackNNestedStackResource25BF0ED8: the parameter P of the nested template has no value',
  ],
  [
    'a parameter that a nested stack does not have',
    (_, stack) => thing(new NestedStack(stack, 'N', { parameters: { P: 'x' } }), 'x'),
    'S.template.json: Resources.NNestedStackNNestedStackResource25BF0ED8: P is not a parameter of the nested template',
  ],
  [
    'an output that a nested stack does not have',
    (_, stack) => {
      const nested = new NestedStack(stack, 'N');
      thing(nested, 'x');
      thing(stack, Fn.getAtt(stack.getLogicalId(nested.nestedStackResource as CfnElement), 'Outputs.Nothing'));
    },
    'S.template.json: Resources.NNestedStackNNestedStackResource25BF0ED8: Nothing is not an output of the nested template',
  ],
  [
    'a token in the description of a stack',
    (app) => thing(new Stack(app, 'Other', { env, description: Token.asString({ Ref: 'Nothing' }).toLowerCase() }), 'x'),
    'Other.template.json: Description: an unresolved token is left in "${token[token.',
  ],
  [
    'a token in a message',
    (_, stack) => Annotations.of(thing(stack, 'x')).addWarningV2('id', `repository ${Lazy.string({ produce: () => 'x' })}`),
    'S.template.json: an unresolved token is left beside the template, in /S/Thing: repository ${Token[TOKEN.',
  ],
  [
    'a token in a tag of a stack',
    (_, stack) => Tags.of(stack).add('Team', Lazy.string({ produce: () => 'x' }).toLowerCase()),
    'S.template.json: an unresolved token is left beside the template, in {"type":"aws:cloudformation:stack"',
  ],
])('%s is a fault', (_, build, fault) => {
  templatesAreBrokenOnPurpose('the faults are what is tested');
  const app = new App();
  build(app, new Stack(app, 'S', { env }));
  const faults = assemblyFaults(app.synth()).map((found) => found.slice(0, fault.length));
  expect(faults).toContain(fault);
});
