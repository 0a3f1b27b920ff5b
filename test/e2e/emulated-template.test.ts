import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { emulatedTemplate, REFUSED_TYPES, withNumbers } from '../../e2e/emulated-template';
import { GitHubPublisher, GitHubSubject } from '../../src/index';
import { myApp } from '../fixtures/my-app';

test('these types, and no other, are taken out before the emulator sees a template', () => {
  expect(REFUSED_TYPES).toEqual(['AWS::EC2::FlowLog', 'AWS::EC2::NatGateway', 'AWS::IAM::OIDCProvider']);
});

test('this is what the example is deployed without', () => {
  const { stack, service } = myApp();
  const takenOut = [stack, service].map(
    (one) => emulatedTemplate(Template.fromStack(one).toJSON() as Parameters<typeof emulatedTemplate>[0]).takenOut,
  );
  expect(takenOut).toEqual([['AWS::IAM::OIDCProvider'], ['AWS::EC2::FlowLog']]);
});

test('a publisher is deployed without its provider, everything else unchanged', () => {
  const stack = new Stack(new App(), 'Shop');
  new GitHubPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    subjects: [GitHubSubject.branch('my-org/my-app', 'main')],
  });
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof emulatedTemplate>[0];
  const [provider] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));
  const { template: emulated, takenOut } = emulatedTemplate(template);

  expect(takenOut).toEqual(['AWS::IAM::OIDCProvider']);
  const { [provider]: _provider, ...others } = template.Resources;
  const expected = JSON.stringify(others).replace(`{"Ref":"${provider}"}`, `"taken-out-${provider}"`);
  expect(JSON.stringify(emulated.Resources)).toBe(expected);
});

test.each([
  [{ 'Fn::GetAtt': ['Gone', 'NatGatewayId'] }, 'taken-out-Gone'],
  [{ Ref: 'Here' }, { Ref: 'Here' }],
  [{ 'Fn::GetAtt': ['Here', 'Arn'] }, { 'Fn::GetAtt': ['Here', 'Arn'] }],
  [
    ['a', { Ref: 'Gone' }, null],
    ['a', 'taken-out-Gone', null],
  ],
])('%j becomes %j', (value, becomes) => {
  const template = { Resources: { Gone: { Type: 'AWS::EC2::NatGateway' }, Here: { Type: 'T', Properties: { value } } } };
  expect(emulatedTemplate(template).template.Resources).toEqual({ Here: { Type: 'T', Properties: { value: becomes } } });
});

test.each([
  [['Gone', 'Here'], ['Here']],
  ['Gone', []],
])('no resource depends on one that is gone: %j', (dependsOn, becomes) => {
  const template = { Resources: { Gone: { Type: 'AWS::EC2::NatGateway' }, Here: { Type: 'T', DependsOn: dependsOn } } };
  expect(emulatedTemplate(template).template.Resources).toEqual({ Here: { Type: 'T', DependsOn: becomes } });
});

test('the values of numbers take the place of their references, and nothing else changes', () => {
  const Parameters = { Count: { Type: 'Number' }, Tag: { Type: 'String' } };
  const template = (...count: unknown[]) => ({
    Parameters,
    Resources: { Here: { Type: 'T', Properties: { count, tag: { Ref: 'Tag' }, other: { Ref: 'Other' } } } },
  });
  expect(withNumbers(template({ Ref: 'Count' }, 'Count'), { Count: '0', Tag: '3f2a1bc' })).toEqual(template(0, 'Count'));
  expect(withNumbers(template({ Ref: 'Count' }), {})).toEqual(template({ Ref: 'Count' }));
});
